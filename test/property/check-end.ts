import { checkDeadLetter } from "./check-dead-letters.ts";
import { hasFreeUser, isHeldByAnother, isNameTaken, normalize } from "./held-accounts.ts";
import { isEmployed, type LastWord, lastWordOn, type ToBody } from "./last-word.ts";
import { bodyOf, NAME, type SentEvent } from "./simulation/history.ts";
import type { EndState, Observation, StoredRecord } from "./simulation/trace.ts";
import { violation } from "./violation.ts";

/** The stage's choice of what leaving means (test/support/titled-policy.ts): the seat is given back. */
const LEAVE_LICENSE = "Basic";

/** What was changed by hand may stay until the next fact that comes a day later; and a pass takes its time. In ms. */
const TRUST = 25 * 60 * 60 * 1000;

export type EndOptions = { readonly toBody?: ToBody; readonly observations?: readonly Observation[] };

/** Checks the final state, after all messages were handled and the dead letters were replayed. */
export const checkEnd = (
  sent: readonly SentEvent[],
  end: EndState,
  { toBody = bodyOf, observations = [] }: EndOptions = {},
): readonly string[] => {
  const employees = [...new Set(sent.filter(({ poison }) => poison !== true).map(({ employeeId }) => employeeId))];
  const words = new Map(employees.map((each) => [each, lastWordOn(each, sent, end, toBody)]));
  return [
    ...violation(end.waiting.length > 0, `${end.waiting.length} messages were never handled`),
    ...end.deadLetters.flatMap((deadLetter) => checkDeadLetter(deadLetter, sent, { end, words, toBody })),
    ...checkUsers(sent, end, words),
    ...employees.flatMap((employeeId) =>
      checkEmployee(employeeId, words, { end, own: eventsOf(employeeId, sent), observations }),
    ),
  ];
};

const eventsOf = (employeeId: string, sent: readonly SentEvent[]): readonly SentEvent[] =>
  sent.filter((event) => event.employeeId === employeeId);

const checkUsers = (sent: readonly SentEvent[], end: EndState, words: Words): readonly string[] => {
  const { users, records, claims } = end;
  const emails = users.map(({ email }) => normalize(email));
  const known = new Set(sent.map(({ email }) => normalize(email)));
  const accountOf = (id: string) => records.find(({ employeeId }) => employeeId === id)?.userId;
  const isThere = (id: string) => users.some(({ userId }) => userId === id);
  return [
    ...violation(new Set(emails).size < emails.length, `two users have the same email: ${emails.join(", ")}`),
    ...claims
      .filter(({ userId, ownerId }) => isThere(userId) && accountOf(ownerId) !== userId)
      .filter(({ ownerId }) => !isNameTaken(words.get(ownerId)?.role, ownerId, end))
      .map(({ userId, ownerId }) => `${userId} is claimed by ${ownerId}, who has another user or none`),
    ...claims
      .filter(({ userId }) => userId.startsWith("twin"))
      .map(({ ownerId }) => `${ownerId} got one of two users with the same email`),
    ...users
      .filter(({ created, email }) => created && !known.has(normalize(email)))
      .map(({ userId }) => `${userId} was created for an unknown email`),
    ...users
      .filter(({ created, userId }) => created && !claims.some((claim) => claim.userId === userId))
      .map(({ userId, email }) => `${userId} (${email}) was created and belongs to no employee`),
  ];
};

type Words = ReadonlyMap<string, LastWord>;
type Context = {
  readonly end: EndState;
  readonly own: readonly SentEvent[];
  readonly observations: readonly Observation[];
};

const checkEmployee = (employeeId: string, words: Words, context: Context): readonly string[] => {
  const { end } = context;
  const word = words.get(employeeId);
  const record = end.records.find((each) => each.employeeId === employeeId);
  if (word === undefined || word.facts.length === 0) return [];
  return [
    ...checkRegisters(employeeId, word, record),
    ...(isEmployed(word)
      ? checkEmployed(employeeId, word, { ...context, words, record })
      : checkLeaver(employeeId, { ...context, record })),
  ];
};

/** The record says what HR said last, nothing waits, and the directory was confirmed to match it. */
const checkRegisters = (
  employeeId: string,
  { role, employment }: LastWord,
  record: StoredRecord | undefined,
): readonly string[] => [
  ...violation(record?.eventId !== role?.id, `${employeeId}: ${role?.id} is the newest role, not ${record?.eventId}`),
  ...violation(
    record?.employment?.eventId !== employment?.id,
    `${employeeId}: ${employment?.id} is the newest hire or leave, not ${record?.employment?.eventId}`,
  ),
  ...violation((record?.upcoming ?? []).length > 0, `${employeeId}: an upcoming fact was never applied`),
  ...violation(record?.waiting !== undefined, `${employeeId} waits for ever (${record?.waiting?.because})`),
  ...violation(record?.wakeAt !== undefined, `${employeeId} is woken for ever`),
];

type Judged = Context & { readonly record: StoredRecord | undefined };

const checkEmployed = (
  employeeId: string,
  { role, employment }: LastWord,
  { end, own, observations, words, record }: Judged & { readonly words: Words },
): readonly string[] => {
  const byHand = changedByHand(employeeId, own, observations);
  const user = end.users.find(({ userId }) => userId === record?.userId);
  const isRefused = isNameTaken(role, employeeId, end);
  if (user === undefined) {
    const mayHave = employment !== undefined || hasFreeUser(role, { end, words });
    const mustHave = mayHave && !isHeldByAnother(role, employeeId, { end, words });
    return violation(mustHave && !byHand.lasts && !isRefused, `${employeeId} has no user`);
  }
  const owner = end.claims.find(({ userId }) => userId === user.userId)?.ownerId;
  const emails = own.map(({ email }) => normalize(email));
  return [
    ...violation(owner !== employeeId, `${employeeId} has ${user.userId}, which is claimed by ${owner ?? "nobody"}`),
    ...violation(!emails.includes(normalize(user.email)), `${employeeId} has ${user.email}, which was never hers`),
    ...violation(
      user.license !== role?.title && !byHand.lasts && !isRefused,
      `${employeeId} has ${user.license}; ${role?.id} requires ${role?.title}`,
    ),
    ...violation(
      end.canRename === true && !isCalled(user, role) && !byHand.lasts && !isRefused,
      `${employeeId} is called ${user.name} ${user.email}, not as ${role?.id} says`,
    ),
    ...violation(!user.active && !byHand.suspended, `${employeeId} works here, but her account is suspended`),
    ...violation(record?.applied?.state !== record?.state && !isRefused, `${employeeId}: ${role?.id} is not confirmed`),
  ];
};

const isCalled = ({ email, name }: EndState["users"][number], fact: SentEvent | undefined): boolean =>
  normalize(email) === normalize(fact?.email ?? "") && normalize(name ?? "") === normalize(fact?.name ?? NAME);

/** An account that somebody else has got since is none of hers. */
const checkLeaver = (employeeId: string, { end, own, observations, record }: Judged): readonly string[] => {
  const isHers = end.claims.some(({ userId, ownerId }) => userId === record?.userId && ownerId === employeeId);
  const user = isHers ? end.users.find(({ userId }) => userId === record?.userId) : undefined;
  const byHand = changedByHand(employeeId, own, observations);
  return [
    ...violation(record?.applied?.state !== record?.state, `${employeeId}: her leave is not confirmed`),
    ...violation(
      user !== undefined && user.license !== LEAVE_LICENSE && !byHand.lasts,
      `${employeeId} left, and has ${user?.license}`,
    ),
    ...violation(user?.active === true && !byHand.lasts, `${employeeId} left, and her account is active`),
  ];
};

/**
 * Whether what somebody did by hand to an account with one of her emails may last: no fact came to count a day later, and
 * no operator asked to look at her again since. A suspension may last in any case: an operator has a reason for it.
 */
const changedByHand = (employeeId: string, own: readonly SentEvent[], observations: readonly Observation[]) => {
  const emails = own.map(({ email }) => normalize(email));
  const acts = observations.flatMap((each) =>
    each.saw === "byHand" && emails.includes(normalize(each.email)) ? [each] : [],
  );
  const facts = observations.flatMap((each) =>
    each.saw === "folded" && each.employeeId === employeeId ? [each.at] : [],
  );
  const last = acts.at(-1);
  const isDoubted = observations
    .slice(observations.findLastIndex(({ saw }) => saw === "byHand"))
    .some((each) => each.saw === "resynced" && each.employeeId === employeeId);
  return {
    lasts: last !== undefined && !isDoubted && !facts.some((at) => at >= last.at + TRUST),
    suspended: acts.some(({ act }) => act === "suspend"),
  };
};
