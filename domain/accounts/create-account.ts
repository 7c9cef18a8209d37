import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import type { AdoptDependencies } from "./adopt-account.ts";
import type { Account, Directory } from "./directory.ts";
import { earlierEmails } from "./link.ts";

/**
 * Runs `create` once for an employee, whoever else tries at the same time; later callers get the stored account. `ran`
 * says whether this very call ran it.
 * @throws Failure `CreationInProgress` while another worker runs it
 */
export type CreationLock = (
  employeeId: string,
  create: () => Promise<Account>,
) => Promise<{ readonly account: Account; readonly ran: boolean }>;

export type CreateDependencies = AdoptDependencies & {
  readonly directory: Directory;
  readonly creationLock: CreationLock;
  readonly now: () => Date;
};

/** `created` says whether the account was created just now; only then is its license known for sure. */
export type CreatedAccount = { readonly account: Account; readonly created: boolean };

/**
 * Creates the employee's account, once, and claims it. The creation is marked before it is sent, so that a later event
 * with a corrected email looks for it. If another event linked an account meanwhile, that one counts.
 * @throws Failure `CreationInProgress` if another worker, or an event with another email, is creating it;
 * `DeadlineExceeded`
 */
export const createAccount = async (
  { employees, directory, creationLock, now, signal }: CreateDependencies,
  { employeeId, current, link }: EmployeeRecord,
): Promise<CreatedAccount> => {
  const { email } = current.fact;
  let created = false;
  const { account, ran } = await creationLock(employeeId, async () => {
    requireTime(signal);
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
  requireTime(signal);
  await employees.claim(account.id, employeeId);
  return { account, created: ran && created };
};
