import { isEmployed, type LastWord } from "./last-word.ts";
import type { SentEvent } from "./simulation/history.ts";
import type { EndState } from "./simulation/trace.ts";

type Judging = { readonly end: EndState; readonly words: ReadonlyMap<string, LastWord> };

/** Whether there is a user with the email of this fact whom nobody who works here has. */
export const hasFreeUser = (fact: SentEvent | undefined, { end, words }: Judging): boolean =>
  userWith(fact, end) !== undefined && !isHeldByAnother(fact, undefined, { end, words });

/** Whether the user with the email of this fact belongs to somebody else who works here. */
export const isHeldByAnother = (
  fact: SentEvent | undefined,
  employeeId: string | undefined,
  { end, words }: Judging,
): boolean => {
  const user = userWith(fact, end);
  const owner = end.claims.find(({ userId }) => userId === user?.userId)?.ownerId;
  const word = owner === undefined || owner === employeeId ? undefined : words.get(owner);
  return word !== undefined && isEmployed(word);
};

/**
 * Whether the employee's user is to be called as another user is: the directory gives no email twice, and refuses the
 * change as a whole. HR, or whoever keeps the directory, has to give one of them another one.
 */
export const isNameTaken = (fact: SentEvent | undefined, employeeId: string, end: EndState): boolean => {
  const own = end.claims.filter(({ ownerId }) => ownerId === employeeId).map(({ userId }) => userId);
  const other = end.users.find(({ userId, email }) => !own.includes(userId) && hasEmailOf(fact, email));
  return end.canRename === true && other !== undefined && end.users.some(({ userId }) => own.includes(userId));
};

const hasEmailOf = (fact: SentEvent | undefined, email: string): boolean =>
  normalize(email) === normalize(fact?.email ?? "");

const userWith = (fact: SentEvent | undefined, { users }: EndState) =>
  users.find(({ email }) => hasEmailOf(fact, email));

export const normalize = (email: string): string => email.toLowerCase();
