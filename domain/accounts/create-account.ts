import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import type { AdoptDependencies } from "./adopt-account.ts";
import type { Account, Directory } from "./directory.ts";
import { type AccountLink, earlierEmails } from "./link.ts";

/**
 * Runs `create` once for a key, whoever else tries at the same time; later callers get the stored account. `ran` says
 * whether this very call ran it.
 * @throws Failure `CreationInProgress` while another worker runs it
 */
export type CreationLock = (
  key: string,
  create: () => Promise<Account>,
) => Promise<{ readonly account: Account; readonly ran: boolean }>;

export type CreateDependencies = AdoptDependencies & {
  readonly directory: Directory;
  readonly creationLock: CreationLock;
};

/** `created` says whether the account was created just now; only then is its license known for sure. */
export type CreatedAccount = { readonly account: Account; readonly created: boolean };

/**
 * Creates an account with this email for the employee, once. The creation is marked before it is sent, so that a later event
 * with a corrected email looks for it. If another event linked an account meanwhile, that one counts.
 * @throws Failure `CreationInProgress` if another worker, or an event with another email, is creating it;
 * `DeadlineExceeded`
 */
export const createAccount = async (
  { employees, directory, creationLock, now, signal }: CreateDependencies,
  { employeeId, link }: EmployeeRecord,
  email: string,
): Promise<CreatedAccount> => {
  let created = false;
  const { account, ran } = await creationLock(lockKey(employeeId, link), async () => {
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
  return { account, created: ran && created };
};

/**
 * The key stays for an hour after a creation. An employee may have another account before that is over if hers is lost,
 * or was released and has passed on: these are known by the account, and by when it was released.
 */
const lockKey = (employeeId: string, { lostId, releasedAt }: AccountLink): string =>
  [employeeId, lostId, releasedAt].filter((each) => each !== undefined).join(" after ");
