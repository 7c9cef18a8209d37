import type { EmployeeRecord } from "./employee-record.ts";
import { TransientFailure } from "./failure.ts";
import type { ConvergePorts, CreateOnce, DirectoryUser } from "./ports.ts";

/** `created` tells whether the user was created just now; only then is its license known for sure. */
export type EnsuredUser = { readonly user: DirectoryUser; readonly created: boolean };

/**
 * Finds, adopts or creates the employee's directory user. Whatever is found is claimed, so that no user ever serves two employees.
 * @throws TransientFailure `EmployeeNotProvisioned` where there is no user and none is to be created: the hire may be on its way
 * @throws PermanentFailure `UserOwnedByAnotherEmployee`
 */
export const ensureUser = async (ports: ConvergePorts, record: EmployeeRecord): Promise<EnsuredUser> => {
  if (record.userId !== undefined) return { user: { userId: record.userId }, created: false };
  const ensured = await findOrCreate(ports, record);
  await ports.employees.claimUser(ensured.user.userId, record.employeeId);
  return ensured;
};

const findOrCreate = async (ports: ConvergePorts, record: EmployeeRecord): Promise<EnsuredUser> => {
  const found = await ports.directory.findUserByEmail(record.facts.email);
  if (found !== undefined) return { user: found, created: false };
  if (ports.createOnce === undefined) {
    throw new TransientFailure("EmployeeNotProvisioned", "the employee has no directory user and no hire was seen");
  }
  return create(ports, ports.createOnce, record);
};

const create = async (ports: ConvergePorts, createOnce: CreateOnce, record: EmployeeRecord): Promise<EnsuredUser> => {
  let created = false;
  const { user, ran } = await createOnce(record.employeeId, async () => {
    const adopted = await findByEarlierEmail(ports, record);
    if (adopted !== undefined) return adopted;
    const user = await ports.directory.createUser(record.facts.email);
    created = true;
    return user;
  });
  return { user, created: ran && created };
};

/**
 * A worker may have created the user with an earlier email and died before it could say so; HR then corrected the email.
 * Only emails that we tried to create with are looked up: another email of the record may well be somebody else's.
 */
const findByEarlierEmail = async (
  { employees, directory }: ConvergePorts,
  { employeeId, facts }: EmployeeRecord,
): Promise<DirectoryUser | undefined> => {
  const tried = await employees.noteCreation(employeeId, facts.email);
  for (const email of tried) {
    const found = email === facts.email ? undefined : await directory.findUserByEmail(email);
    if (found !== undefined) return found;
  }
  return undefined;
};
