import type { Account, Change, Person, Profile } from "../accounts/directory.ts";
import type { License } from "../accounts/license.ts";
import { INVITATION_MS, type Invited } from "../accounts/link.ts";
import type { Waiting, WaitReason } from "../employee-record.ts";
import type { FactKind } from "../facts/hr-event.ts";
import { Failure, type FailureCode } from "../failures.ts";

/** What the function may do, which follows from the kind of event that it takes. */
export type Permissions = { readonly create: boolean; readonly release: boolean };

/**
 * What the directory is known to hold for an account, and for which state of the record it is known; `claimed` says
 * that the account is known to be this employee's.
 */
export type Holds = {
  readonly license?: License;
  readonly profile?: Profile;
  readonly active?: boolean;
  readonly claimed?: boolean;
  readonly state: number;
};

/**
 * What was seen in this pass. `lookups` holds what each email led to; `account` is the one that was got here;
 * `others` are accounts that turned out to be other employees'. `held` says that the account's claim is held for its
 * release, `letGo` that others may claim it again, each for which state of the record. `lost` is the account that the
 * directory had no more.
 */
export type Seen = {
  readonly now: Date;
  readonly may: Permissions;
  /** How long a change waits for its hire, and a hire for an address, in ms. */
  readonly hireGraceMs: number;
  readonly lookups: ReadonlyMap<string, Account | undefined>;
  readonly others: ReadonlySet<string>;
  readonly account?: Account;
  readonly holds?: Holds;
  readonly held?: number;
  readonly letGo?: number;
  readonly lost?: string;
};

/** One effect on the world, or the end of a pass. `sentence` says it to people, without an email or a name. */
export type Step = { readonly sentence: string } & (
  | { readonly do: "find"; readonly email: string }
  | { readonly do: "adopt"; readonly account: Account }
  | { readonly do: "create"; readonly person: Person; readonly license: License }
  | { readonly do: "change"; readonly accountId: string; readonly change: Change }
  | { readonly do: "reactivate"; readonly accountId: string }
  | { readonly do: "hold"; readonly accountId: string }
  | { readonly do: "deactivate"; readonly accountId: string }
  | { readonly do: "letGo"; readonly accountId: string }
  | { readonly do: "wait"; readonly waiting: Waiting }
  | { readonly do: "refuse"; readonly failure: Failure }
  | { readonly do: "nothing"; readonly accountId?: string }
);

export const find = (email: string, by: string): Step => ({ do: "find", email, sentence: `find the account by ${by}` });

export const adopt = (account: Account, how: string): Step => ({
  do: "adopt",
  account,
  sentence: `adopt the account ${how}`,
});

export const refuse = (code: FailureCode, message: string): Step => ({
  do: "refuse",
  failure: new Failure(code, message),
  sentence: message,
});

/** How soon what waits for somebody else is looked at again, in ms. */
const LOOK_AGAIN_MS = 5 * 60 * 1000;

/** Waits for the function of this kind of event, which has the permission. */
export const waitForFunction = (kind: FactKind, { now }: Seen): Step => {
  const at = now.toISOString();
  return wait({ because: "OtherFunction", since: at, until: at, for: kind });
};

/**
 * Waits for what HR has yet to say; undefined once that has lasted for the grace that a hire has. `waiting` is what the
 * record says by now.
 */
export const waitForHr = (
  because: WaitReason,
  waiting: Waiting | undefined,
  { now, hireGraceMs }: Seen,
): Step | undefined => {
  const since = sinceOf(because, waiting, now);
  const ends = Date.parse(since) + hireGraceMs;
  if (ends <= now.getTime()) return undefined;
  const until = new Date(Math.min(ends, now.getTime() + LOOK_AGAIN_MS)).toISOString();
  return wait({ because, since, until });
};

/** Waits until a creation that was begun shows, or cannot have happened: `until`, in ms. */
export const waitForCreation = (until: number, waiting: Waiting | undefined, { now }: Seen): Step => {
  const because = "CreationInDoubt";
  return wait({ because, since: sinceOf(because, waiting, now), until: new Date(until).toISOString() });
};

/** One wait begins once, however often it is looked at. */
const sinceOf = (because: WaitReason, waiting: Waiting | undefined, now: Date): string =>
  waiting?.because === because ? waiting.since : now.toISOString();

/** How soon, in ms, whoever was invited is looked for again at the latest. */
const LOOK_FOR_INVITED_MS = 60 * 60 * 1000;

/** Waits as long again as it waited already, from five minutes to an hour: most people accept soon, or much later. */
export const waitForInvited = ({ at }: Invited, { now }: Seen): Step => {
  const waited = now.getTime() - Date.parse(at);
  const next = now.getTime() + Math.min(Math.max(waited, LOOK_AGAIN_MS), LOOK_FOR_INVITED_MS);
  const until = new Date(Math.min(next, Date.parse(at) + INVITATION_MS)).toISOString();
  return wait({ because: "InvitationPending", since: at, until });
};

const SENTENCES: Readonly<Record<WaitReason, string>> = {
  OtherFunction: "leave it to the function that may do it",
  NoHireYet: "wait for the hire",
  AddressInUse: "wait until the account with this email is free",
  CreationInDoubt: "wait for the account that may have been created",
  InvitationPending: "wait until the invitation is accepted",
  DirectoryThrottled: "wait for the directory",
};

const wait = (waiting: Waiting): Step => ({ do: "wait", waiting, sentence: SENTENCES[waiting.because] });
