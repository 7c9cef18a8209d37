import type { Account } from "../accounts/directory.ts";
import type { License } from "../accounts/license.ts";
import { earlierEmails, isCreatePending } from "../accounts/link.ts";
import type { EmployeeRecord, LicenseTarget } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import type { Desired } from "./desire.ts";

/**
 * What was seen of the directory in this pass. `lookups` holds what each email led to; `account` is the one that was
 * got here; `holds` is the license that the directory is known to hold, and the version of the fact that it is known
 * for.
 */
export type Seen = {
  readonly now: Date;
  readonly mayCreate: boolean;
  readonly lookups: ReadonlyMap<string, Account | undefined>;
  readonly account?: Account;
  readonly holds?: LicenseTarget;
};

/** One effect on the world, or the end of a pass. `sentence` says it to people, without an email or a name. */
export type Step = { readonly sentence: string } & (
  | { readonly do: "find"; readonly email: string }
  | { readonly do: "adopt"; readonly account: Account }
  | { readonly do: "create" }
  | { readonly do: "change"; readonly accountId: string; readonly license: License }
  | { readonly do: "refuse"; readonly failure: Failure }
  | { readonly do: "nothing"; readonly accountId: string }
);

/**
 * The next step towards what is desired. Pure; the loop in converge.ts performs it, remembers what it saw, asks again.
 *
 *     the employee's account               what was seen                         step
 *     -----------------------------------  ------------------------------------  -----------------------------
 *  1  confirmed, or got in this pass       the license is held for this fact     nothing
 *  2  confirmed, or got in this pass       anything else                         change
 *  3  a candidate, perhaps not claimed     -                                     adopt it
 *  4  none                                 the email was not looked up           find by email
 *  5  none, and may not create             nobody has the email                  refuse EmployeeNotProvisioned
 *  6  none, begun under an earlier email?  that email was not looked up          find by the earlier email
 *  7  none, begun under an earlier email?  that email has an account             adopt that one
 *  8  none, begun under an earlier email?  it has none, and began just now        refuse CreationInProgress
 *  9  none                                 the email has an account              adopt it
 * 10  none, and may create                 nobody has the email                  create
 *
 * Just now means under five minutes ago. An account under an earlier email comes before one under the current email: a
 * worker may have created it and died before it could say so, and HR then corrected the email. Only emails that we tried
 * to create with are looked up: any other may be somebody else's.
 */
export const nextStep = (record: EmployeeRecord, desired: Desired, seen: Seen): Step => {
  const accountId = seen.account?.id ?? record.link.accountId;
  if (accountId === undefined) return stepToAccount(record, seen);
  if (isHeld(record, desired, seen.holds)) {
    return { do: "nothing", accountId, sentence: `keep ${desired.license} (rule ${desired.rule})` };
  }
  const { license, rule } = desired;
  return { do: "change", accountId, license, sentence: `set ${license} (rule ${rule})` };
};

const isHeld = ({ current }: EmployeeRecord, { license }: Desired, holds: LicenseTarget | undefined): boolean =>
  holds?.version === current.version && holds.license === license;

const stepToAccount = ({ current, link }: EmployeeRecord, { now, mayCreate, lookups }: Seen): Step => {
  const { email } = current.fact;
  if (link.candidateId !== undefined) return adopt({ id: link.candidateId }, "found earlier");
  if (!lookups.has(email)) return { do: "find", email, sentence: "find the account by email" };
  const found = lookups.get(email);
  if (found === undefined && !mayCreate) {
    return refuse("EmployeeNotProvisioned", "the employee has no directory user, and only a hire creates one");
  }
  const earlier = earlierEmails(link, email);
  const next = earlier.find((each) => lookups.get(each) !== undefined || !lookups.has(each));
  const created = lookups.get(next ?? "");
  if (created !== undefined) return adopt(created, "created under an earlier email");
  if (next !== undefined) return { do: "find", email: next, sentence: "find the account by an earlier email" };
  if (earlier.length > 0 && isCreatePending(link, now)) {
    return refuse("CreationInProgress", "a user may have been created under an earlier email");
  }
  return found === undefined ? { do: "create", sentence: "create the account" } : adopt(found, "found by email");
};

const adopt = (account: Account, how: string): Step => ({ do: "adopt", account, sentence: `adopt the account ${how}` });

const refuse = (code: "EmployeeNotProvisioned" | "CreationInProgress", message: string): Step => ({
  do: "refuse",
  failure: new Failure(code, message),
  sentence: message,
});
