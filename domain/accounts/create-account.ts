import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import type { AdoptDependencies } from "./adopt-account.ts";
import type { Created, Directory, Person } from "./directory.ts";
import type { License } from "./license.ts";
import { type AccountLink, earlierEmails, openInvitation } from "./link.ts";

/**
 * Runs `create` once for a key, whoever else tries at the same time; later callers get the stored account. `ran` says
 * whether this very call ran it.
 * @throws Failure `CreationInProgress` while another worker runs it
 */
export type CreationLock = (
  key: string,
  create: () => Promise<Created>,
) => Promise<{ readonly account: Created; readonly ran: boolean }>;

export type CreateDependencies = AdoptDependencies & {
  readonly directory: Directory;
  readonly creationLock: CreationLock;
};

/** `created` says whether the account was created just now; if it was not found then, all of it is known for sure. */
export type CreatedAccount = { readonly account: Created; readonly created: boolean };

/**
 * Creates an account for a person, once. The creation is marked before it is sent, so that a later event with a
 * corrected email looks for it. If another event linked an account meanwhile, that one counts.
 * @throws Failure `CreationInProgress` if another worker, or an event with another email, is creating it;
 * `InvitationPending` if she was invited under this email, which is marked then; `DeadlineExceeded`
 */
export const createAccount = async (
  { employees, directory, creationLock, now, signal }: CreateDependencies,
  { employeeId, link }: EmployeeRecord,
  person: Person,
  license: License,
): Promise<CreatedAccount> => {
  const { email } = person;
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
    if (openInvitation(marked, now())?.email === email) throw invitedMeanwhile();
    const account = await directory.create(person, license).catch(async (error: unknown) => {
      if (isInvitationPending(error)) await employees.markInvited(employeeId, email, now());
      throw error;
    });
    created = true;
    return account;
  });
  return { account, created: ran && created };
};

const invitedMeanwhile = () => new Failure("InvitationPending", "another event of this employee sent the invitation");

export const isInvitationPending = (error: unknown): boolean =>
  error instanceof Failure && error.code === "InvitationPending";

/**
 * The key stays for an hour after a creation. An employee may have another account before that is over if hers is lost,
 * or was released and has passed on: these are known by the account, and by when it was released.
 */
const lockKey = (employeeId: string, { lostId, releasedAt }: AccountLink): string =>
  [employeeId, lostId, releasedAt].filter((each) => each !== undefined).join(" after ");
