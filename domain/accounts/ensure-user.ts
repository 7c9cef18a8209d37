import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import type { ConvergePorts, CreateOnce, DirectoryUser } from "../ports.ts";

/** `created` tells whether the user was created just now; only then is its license known for sure. */
export type EnsuredUser = { readonly user: DirectoryUser; readonly created: boolean };

/**
 * How long, in ms, a creation that was begun may stay unseen before it counts as one that never happened: longer than a call takes that was
 * given up, and than the directory takes to list a new user. Until then nothing is created or adopted under another email.
 */
export const CREATION_GRACE_MS = 5 * 60 * 1000;

/**
 * Finds, adopts or creates the employee's directory user. Whatever is found is claimed, so that no user ever serves two employees.
 * @throws Failure `EmployeeNotProvisioned` where there is no user and none is to be created: the hire may be on its way
 * @throws Failure `CreationInProgress` where a creation under another email may still turn out to have happened
 * @throws Failure `UserOwnedByAnotherEmployee`
 */
export const ensureUser = async (ports: ConvergePorts, record: EmployeeRecord): Promise<EnsuredUser> => {
  if (record.userId !== undefined) return { user: { userId: record.userId }, created: false };
  if (record.linkedUserId !== undefined) return claimLinked(ports, record, { userId: record.linkedUserId });
  const found = await ports.directory.findUserByEmail(record.facts.email);
  if (found !== undefined) return adopt(ports, record, found);
  if (ports.createOnce === undefined) {
    throw new Failure("EmployeeNotProvisioned", "the employee has no directory user and no hire was seen");
  }
  const ensured = await create(ports, ports.createOnce, record);
  await ports.employees.claimUser(ensured.user.userId, record.employeeId);
  return ensured;
};

/** Another delivery may be creating a user under the email that HR has corrected: then that one counts, and not the one found. */
const adopt = async (ports: ConvergePorts, record: EmployeeRecord, found: DirectoryUser): Promise<EnsuredUser> => {
  const user = (await findByEarlierEmail(ports, record)) ?? found;
  if (await ports.employees.linkUser(record, user.userId)) return claimLinked(ports, record, user);
  throw new Failure("CreationInProgress", "another event of this employee got a user in the meantime");
};

/** First linked, then claimed: an employee who gets another user in the meantime must leave no claim on this one. */
const claimLinked = async (
  { employees }: ConvergePorts,
  { employeeId }: EmployeeRecord,
  user: DirectoryUser,
): Promise<EnsuredUser> => {
  try {
    await employees.claimUser(user.userId, employeeId);
    return { user, created: false };
  } catch (error) {
    if (error instanceof Failure && !error.retryable) await employees.unlinkUser(employeeId, user.userId);
    throw error;
  }
};

const create = async (ports: ConvergePorts, createOnce: CreateOnce, record: EmployeeRecord): Promise<EnsuredUser> => {
  let created = false;
  const { user, ran } = await createOnce(record.employeeId, async () => {
    const adopted = (await findByEarlierEmail(ports, record)) ?? (await markCreatePending(ports, record));
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
  { directory, now }: ConvergePorts,
  { creationEmails = new Set(), creationNotedAt = "", facts }: EmployeeRecord,
): Promise<DirectoryUser | undefined> => {
  const earlier = [...creationEmails].filter((email) => email !== facts.email);
  for (const email of earlier) {
    const found = await directory.findUserByEmail(email);
    if (found !== undefined) return found;
  }
  const isYoung = now().getTime() - Date.parse(creationNotedAt) < CREATION_GRACE_MS;
  if (earlier.length > 0 && isYoung) {
    throw new Failure("CreationInProgress", "a user may have been created under an earlier email");
  }
  return undefined;
};

/** Says, before it happens, that a user is created; answers the user that the employee turns out to have. */
const markCreatePending = async (
  { employees, now }: ConvergePorts,
  { employeeId, facts, creationEmails = new Set() }: EmployeeRecord,
): Promise<DirectoryUser | undefined> => {
  const noted = await employees.markCreatePending(employeeId, facts.email, now());
  if (noted.userId !== undefined) return { userId: noted.userId };
  const isNew = (email: string) => email !== facts.email && !creationEmails.has(email);
  if (!noted.emails.some(isNew)) return undefined;
  throw new Failure("CreationInProgress", "another event of this employee is creating its user");
};
