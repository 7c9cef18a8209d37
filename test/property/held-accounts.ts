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

const userWith = (fact: SentEvent | undefined, { users }: EndState) =>
  users.find(({ email }) => normalize(email) === normalize(fact?.email ?? ""));

export const normalize = (email: string): string => email.toLowerCase();
