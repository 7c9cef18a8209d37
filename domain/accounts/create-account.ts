import type { EmployeeRecord } from "../employee-record.ts";
import type { Employees } from "../employees.ts";
import { Failure } from "../failures.ts";
import type { Account, CreationLock, Directory } from "./directory.ts";
import { earlierEmails } from "./link.ts";

export type CreateDependencies = {
  readonly employees: Employees;
  readonly directory: Directory;
  readonly creationLock: CreationLock;
  readonly now: () => Date;
};

/** `created` says whether the account was created just now; only then is its license known for sure. */
export type CreatedAccount = { readonly account: Account; readonly created: boolean };

/**
 * Creates the employee's account, once, and claims it. The creation is marked before it is sent, so that a later event with a corrected email
 * looks for it. If another event linked an account meanwhile, that one counts.
 * @throws Failure `CreationInProgress` if another worker, or an event with another email, is creating it
 */
export const createAccount = async (
  { employees, directory, creationLock, now }: CreateDependencies,
  { employeeId, current, link }: EmployeeRecord,
): Promise<CreatedAccount> => {
  const { email } = current.fact;
  let created = false;
  const { account, ran } = await creationLock(employeeId, async () => {
    const marked = await employees.markCreatePending(employeeId, email, now());
    const linked = marked.accountId ?? marked.candidateId;
    if (linked !== undefined) return { id: linked };
    const known = earlierEmails(link, email);
    if (!earlierEmails(marked, email).every((each) => known.includes(each))) {
      throw new Failure("CreationInProgress", "another event of this employee is creating its user");
    }
    const account = await directory.create(email);
    created = true;
    return account;
  });
  await employees.claim(account.id, employeeId);
  return { account, created: ran && created };
};
