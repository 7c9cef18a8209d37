/**
 * What ties an employee to an account. `accountId` is the confirmed one; `candidateId` was found, and is claimed next;
 * `createPending` says that we began to create one. `releasedAt` is when we last began to release the account for
 * somebody who left (ISO 8601 UTC): from then on it may be another employee's. `lostId` is the account that the
 * directory had no more, the last one. `invited` says that she was invited, and had no account yet that showed.
 */
export type AccountLink = {
  readonly accountId?: string;
  readonly candidateId?: string;
  readonly createPending?: CreatePending;
  readonly releasedAt?: string;
  readonly lostId?: string;
  readonly invited?: Invited;
};

/** The emails that we began to create an account with, and when we last did (ISO 8601 UTC). */
export type CreatePending = { readonly emails: readonly string[]; readonly at: string };

/** The email that the last invitation went to, and when (ISO 8601 UTC). */
export type Invited = { readonly email: string; readonly at: string };

/**
 * How long an invitation counts, in ms: then whoever has not accepted it is invited again, and a leaver's is forgotten.
 * Nobody documents how long one holds, or that its email arrived.
 */
export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** The invitation that somebody may yet accept; undefined if there is none, or if it was long ago. */
export const openInvitation = ({ invited }: AccountLink, now: Date): Invited | undefined =>
  invited !== undefined && now.getTime() - Date.parse(invited.at) < INVITATION_MS ? invited : undefined;

/**
 * How long, in ms, a creation that was begun may stay unseen before it counts as one that never happened: longer than a
 * call takes that was given up, and than the directory takes to list a new account. Until then nothing is created or
 * adopted under another email, and an account that is not found may be one that does not show yet.
 */
export const CREATE_PENDING_MS = 5 * 60 * 1000;

/**
 * How long after its claim was held for a release an account stays the leaver's, in ms: longer than a function runs,
 * and than a call takes effect after that, so that no late call of the release meets the next owner's account.
 */
export const CLAIM_FENCE_MS = 2 * 60 * 1000;

/** The emails, apart from `email`, under which an account may have been created. */
export const earlierEmails = ({ createPending }: AccountLink, email: string | undefined): readonly string[] =>
  createPending?.emails.filter((each) => each !== email) ?? [];

/** Until when, in ms, a creation that was begun may still turn out to have happened; undefined if it cannot any more. */
export const createPendingUntil = ({ createPending }: AccountLink, now: Date): number | undefined => {
  if (createPending === undefined) return undefined;
  const until = Date.parse(createPending.at) + CREATE_PENDING_MS;
  return now.getTime() < until ? until : undefined;
};

/** Whether a creation that was begun may still turn out to have happened. */
export const isCreatePending = (link: AccountLink, now: Date): boolean => createPendingUntil(link, now) !== undefined;
