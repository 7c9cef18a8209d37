/**
 * What ties an employee to an account. `accountId` is the confirmed one; `candidateId` was found, and is claimed next;
 * `createPending` says that we began to create one.
 */
export type AccountLink = {
  readonly accountId?: string;
  readonly candidateId?: string;
  readonly createPending?: CreatePending;
};

/** The emails that we began to create an account with, and when we last did (ISO 8601 UTC). */
export type CreatePending = { readonly emails: readonly string[]; readonly at: string };

/**
 * How long, in ms, a creation that was begun may stay unseen before it counts as one that never happened: longer than a
 * call takes that was given up, and than the directory takes to list a new account. Until then nothing is created or
 * adopted under another email.
 */
export const CREATE_PENDING_MS = 5 * 60 * 1000;

/** The emails, apart from `email`, under which an account may have been created. */
export const earlierEmails = ({ createPending }: AccountLink, email: string): readonly string[] =>
  createPending?.emails.filter((each) => each !== email) ?? [];

/** Whether a creation that was begun may still turn out to have happened. */
export const isCreatePending = ({ createPending }: AccountLink, now: Date): boolean =>
  createPending !== undefined && now.getTime() - Date.parse(createPending.at) < CREATE_PENDING_MS;
