import type { Change, Person, Profile } from "../accounts/directory.ts";
import type { License } from "../accounts/license.ts";
import { createPendingUntil, earlierEmails, openInvitation } from "../accounts/link.ts";
import type { EmployeeRecord } from "../employee-record.ts";
import { type Desired, profileOf } from "./desire.ts";
import {
  adopt,
  find,
  refuse,
  type Seen,
  type Step,
  waitForCreation,
  waitForFunction,
  waitForHr,
  waitForInvited,
} from "./step.ts";

/**
 * The next step towards what is desired. Pure; the loop in converge.ts performs it, remembers what it saw, asks again.
 * The first row that fits counts.
 *
 *     somebody who is to have an account   what was seen                         step
 *     -----------------------------------  ------------------------------------  -----------------------------
 *  1  a confirmed account, released once   its claim is not known to be held     adopt it again: is it still hers?
 *  2  an account, released or perhaps      active is not held for this state     reactivate
 *     inactive
 *  3  an account                           license or profile not held for it    change
 *  4  an account                           all is held                           nothing
 *  5  a candidate, perhaps not claimed     -                                     adopt it
 *  6  none                                 the email was not looked up           find by email
 *  7  none, may not create, not invited    nobody has the email, and she was     wait for the function of hires
 *                                          hired
 *  8  none, may not create, not invited    the same, and no hire was seen        wait NoHireYet, at last refuse
 *  9  none, begun under an earlier email?  that email was not looked up          find by the earlier email
 * 10  none, begun under an earlier email?  that email has an account             adopt that one
 * 15  none, invited under this email       nobody has the email                  wait InvitationPending
 * 11  none, begun under an earlier email?  it has none, and began just now        wait CreationInDoubt
 * 12  none                                 the email's account is another's      wait AddressInUse, at last refuse
 * 13  none                                 the email has an account              adopt it
 * 14  none, and may create                 nobody has the email                  create
 *
 *     somebody who is to have none         what was seen                         step
 *     -----------------------------------  ------------------------------------  -----------------------------
 * 20  no account, and none was begun       -                                     nothing
 * 21  none, begun under some email?        that email was not looked up          find by it
 * 22  none, begun under some email?        it has an account                     adopt it
 * 30  none, invited                        it has none                           wait InvitationPending
 * 23  none, begun under some email?        it has none, and began just now        wait CreationInDoubt
 * 24  an account                           all is held, and it was let go        nothing
 * 25  an account, and may not release      -                                     wait for the function of leavers
 * 26  an account                           its claim is not held                 hold it: is it still hers?
 * 27  an account                           a license is desired, and not held    change
 * 28  an account                           inactive is desired, and not held     deactivate
 * 29  an account                           its claim is held                     let it go
 *
 * Just now means under five minutes ago, invited under a week ago. An account under an earlier email comes before one
 * under the current email: a worker may have created it and died before it could say so, and HR then corrected the
 * email. Only emails that we tried to create with are looked up: any other may be somebody else's.
 */
export const nextStep = (record: EmployeeRecord, desired: Desired, seen: Seen): Step =>
  desired.entitled ? stepTowardsLicense(record, desired, seen) : stepTowardsRelease(record, desired, seen);

type Entitled = Extract<Desired, { readonly entitled: true }>;
type Unentitled = Extract<Desired, { readonly entitled: false }>;

const stepTowardsLicense = (record: EmployeeRecord, desired: Entitled, seen: Seen): Step => {
  const { link, state } = record;
  const accountId = seen.account?.id ?? link.accountId;
  if (accountId === undefined) return stepToAccount(record, desired, seen);
  const wasReleased = link.releasedAt !== undefined;
  const isGot = seen.account !== undefined && seen.letGo === undefined;
  const isHers = isGot || (seen.holds?.state === state && seen.holds.claimed === true);
  if (wasReleased && !isHers) return adopt({ id: accountId }, "that was released");
  const mayBeInactive = wasReleased || (seen.account !== undefined && seen.account.active !== true);
  if (mayBeInactive && !isActiveHeld(record, desired, seen)) {
    return { do: "reactivate", accountId, sentence: "reactivate the account" };
  }
  const missing = notHeld(record, desired, seen);
  if (missing !== undefined) return change(accountId, missing, desired);
  return { do: "nothing", accountId, sentence: `keep ${desired.license} (rule ${desired.rule})` };
};

const stepToAccount = (record: EmployeeRecord, { license }: Entitled, seen: Seen): Step => {
  const { employeeId, role, link, waiting } = record;
  const { now, may, lookups, others } = seen;
  const email = role?.fact.email ?? "";
  if (link.candidateId !== undefined) return adopt({ id: link.candidateId }, "found earlier");
  if (!lookups.has(email)) return find(email, "email");
  const found = lookups.get(email);
  const invitation = openInvitation(link, now);
  const isInvited = found === undefined && invitation?.email === email;
  if (found === undefined && !isInvited && !may.create) return leaveToHire(record, seen);
  const earlier = earlierEmails(link, email);
  const begun = stepToBegun(earlier, seen);
  if (begun !== undefined) return begun;
  if (isInvited) return waitForInvited(invitation, seen);
  const inDoubtUntil = earlier.length > 0 ? createPendingUntil(link, now) : undefined;
  if (inDoubtUntil !== undefined) return waitForCreation(inDoubtUntil, waiting, seen);
  if (found === undefined) return create({ employeeId, email, ...(role && profileOf(role.fact)) }, license);
  if (!others.has(found.id)) return adopt(found, "found by email");
  const owned = "the directory user with this email belongs to another employee";
  return waitForHr("AddressInUse", waiting, seen) ?? refuse("UserOwnedByAnotherEmployee", owned);
};

/** Of somebody who has no account, in a function that creates none. */
const leaveToHire = ({ employment, waiting }: EmployeeRecord, seen: Seen): Step => {
  if (employment?.status === "hired") return waitForFunction("hired", seen);
  const unknown = "the employee has no directory user, and only a hire creates one";
  return waitForHr("NoHireYet", waiting, seen) ?? refuse("EmployeeNotProvisioned", unknown);
};

const stepTowardsRelease = (record: EmployeeRecord, desired: Unentitled, seen: Seen): Step => {
  const { link, state, applied } = record;
  const accountId = seen.account?.id ?? link.accountId ?? link.candidateId;
  if (accountId === undefined) return stepToBegunAccount(record, seen);
  const missing = notHeld(record, desired, seen);
  const activeHeld = desired.active || isActiveHeld(record, desired, seen);
  // Whoever holds the claim again must let it go again. Another policy may have given this state the account.
  const wasReleased = applied?.state === state && !applied.entitled;
  const isLetGo = seen.held === state ? seen.letGo === state : wasReleased;
  if (missing === undefined && activeHeld && isLetGo) {
    return { do: "nothing", accountId, sentence: "keep the account released" };
  }
  if (!seen.may.release) return waitForFunction("left", seen);
  if (seen.held !== state) return { do: "hold", accountId, sentence: "hold the account for its release" };
  if (missing !== undefined) return change(accountId, missing, desired);
  if (!activeHeld) return { do: "deactivate", accountId, sentence: "deactivate the account" };
  return { do: "letGo", accountId, sentence: "let others have the account" };
};

/** Of somebody who left before her account was known: only what we began to create is hers. */
const stepToBegunAccount = ({ link, waiting }: EmployeeRecord, seen: Seen): Step => {
  const begun = stepToBegun(earlierEmails(link, undefined), seen);
  if (begun !== undefined) return begun;
  const invitation = openInvitation(link, seen.now);
  if (invitation !== undefined) return waitForInvited(invitation, seen);
  const inDoubtUntil = createPendingUntil(link, seen.now);
  if (inDoubtUntil !== undefined) return waitForCreation(inDoubtUntil, waiting, seen);
  return { do: "nothing", sentence: "there is no account to release" };
};

/** The way to an account that we began to create under one of these emails; undefined if none of them leads to one. */
const stepToBegun = (emails: readonly string[], { lookups, others }: Seen): Step | undefined => {
  for (const email of emails) {
    if (!lookups.has(email)) return find(email, "an earlier email");
    const account = lookups.get(email);
    if (account !== undefined && !others.has(account.id)) return adopt(account, "created under an earlier email");
  }
  return undefined;
};

const create = (person: Person, license: License): Step => ({
  do: "create",
  person,
  license,
  sentence: "create the account",
});

const change = (accountId: string, what: Change, { rule }: Desired): Step => {
  const parts = [
    ...(what.license === undefined ? [] : [`set ${what.license} (rule ${rule})`]),
    ...(what.profile === undefined ? [] : ["set email and name"]),
  ];
  return { do: "change", accountId, change: what, sentence: parts.join(", ") };
};

/** What is desired of license and profile, and not known to be held for this state; undefined if nothing is. */
const notHeld = ({ state }: EmployeeRecord, desired: Desired, { holds }: Seen): Change | undefined => {
  const held = holds?.state === state ? holds : undefined;
  const { license } = desired;
  const profile = desired.entitled ? desired.profile : undefined;
  const missing = {
    ...(license === undefined || license === held?.license ? {} : { license }),
    ...(profile === undefined || isSameProfile(profile, held?.profile) ? {} : { profile }),
  };
  return Object.keys(missing).length === 0 ? undefined : missing;
};

const isSameProfile = (a: Profile, b: Profile | undefined): boolean =>
  a.email === b?.email && a.displayName === b.displayName;

const isActiveHeld = ({ state }: EmployeeRecord, { active }: Desired, { holds }: Seen): boolean =>
  holds?.state === state && holds.active === active;
