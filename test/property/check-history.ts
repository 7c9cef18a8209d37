import type { License } from "../../domain/accounts/license.ts";
import { bodyOf, dayOf, type SentEvent } from "./simulation/history.ts";
import type { EndState, Observation, StoredRecord, Trace } from "./simulation/trace.ts";

/** How far HR's clock may run ahead: what docs/events.md promises, in ms. */
const TOLERANCE = 15 * 60 * 1000;
const MAX_BATCH = 20;

/**
 * What must hold of a history, computed from the events that were sent and from what was seen, and from nothing of the code under test.
 * Answers a sentence for each violation.
 */
export const checkHistory = (trace: Trace): readonly string[] => [
  ...trace.observations.flatMap((observation) => checkObservation(observation, trace.sent)),
  ...checkEnd(trace.sent, trace.end),
  ...checkPrivacy(trace),
];

const checkObservation = (observation: Observation, sent: readonly SentEvent[]): readonly string[] => {
  if (observation.saw === "batch") {
    const { userIds } = observation;
    const fits = userIds.length > 0 && userIds.length <= MAX_BATCH && new Set(userIds).size === userIds.length;
    return violation(!fits, `BatchUpdateUser with ${userIds.join(", ") || "nobody"}`);
  }
  if (observation.saw === "folded") {
    const { employeeId, effectiveAt, at } = observation;
    return violation(Date.parse(effectiveAt) > at + TOLERANCE, `${employeeId}: ${effectiveAt} was applied early`);
  }
  return observation.saw === "acknowledged" ? checkAcknowledged(observation, sent) : [];
};

/** A message may go only where its effect is confirmed, a newer one's is, or its dead letter lies there. */
const checkAcknowledged = (
  { body, record, isDeadLetter }: Extract<Observation, { saw: "acknowledged" }>,
  sent: readonly SentEvent[],
): readonly string[] => {
  const event = sent.find((each) => bodyOf(each) === body);
  if (event === undefined) return [`acknowledged what nobody sent: ${body}`];
  const confirmed = record?.applied?.version;
  const isConfirmed = confirmed !== undefined && confirmed >= versionOf(event);
  return violation(!isDeadLetter && !isConfirmed, `${event.id}: acknowledged before it was confirmed`);
};

/** When nothing moves any more, and the dead letters were replayed. */
export const checkEnd = (sent: readonly SentEvent[], end: EndState, toBody = bodyOf): readonly string[] => {
  const employees = [...new Set(sent.filter(({ poison }) => poison !== true).map(({ employeeId }) => employeeId))];
  return [
    ...violation(end.waiting.length > 0, `${end.waiting.length} messages were never handled`),
    ...end.letters.flatMap((letter) => checkLetter(letter, sent, end, toBody)),
    ...checkUsers(sent, end),
    ...employees.flatMap((employeeId) => checkEmployee(employeeId, sent, end, toBody)),
  ];
};

/** Only what no replay can mend may be left among the dead letters. */
const checkLetter = (
  { body, code }: EndState["letters"][number],
  sent: readonly SentEvent[],
  { records }: EndState,
  toBody: typeof bodyOf,
): readonly string[] => {
  const event = sent.find((each) => toBody(each) === body);
  if (event === undefined) return [`a dead letter that nobody sent: ${body}`];
  const causes: Readonly<Record<string, boolean>> = {
    MalformedBody: event.poison === true,
    EventIdReused: sent.some((other) => isReused(event, other)),
    UserOwnedByAnotherEmployee: hasSharedEmail(event, sent),
    EmployeeNotProvisioned: !records.some(
      ({ employeeId, userId }) => employeeId === event.employeeId && userId !== undefined,
    ),
  };
  return violation(causes[code] !== true, `${event.id}: dead-lettered as ${code}, which a replay should have mended`);
};

const checkUsers = (sent: readonly SentEvent[], { users, records, claims }: EndState): readonly string[] => {
  const owners = records.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  const emails = users.map(({ email }) => normalize(email));
  const known = new Set(sent.map(({ email }) => normalize(email)));
  return [
    ...violation(new Set(owners).size < owners.length, `a user serves two employees: ${owners.join(", ")}`),
    ...violation(new Set(emails).size < emails.length, `two users have one email: ${emails.join(", ")}`),
    ...claims
      .filter(({ userId, ownerId }) => records.find(({ employeeId }) => employeeId === ownerId)?.userId !== userId)
      .map(({ userId, ownerId }) => `${userId} is claimed for ${ownerId}, who has another user or none`),
    ...users
      .filter(({ created, email }) => created && !known.has(normalize(email)))
      .map(({ userId }) => `${userId} was created for nobody`),
    ...users
      .filter(({ created, userId }) => created && !owners.includes(userId))
      .map(({ userId, email }) => `${userId} (${email}) was created and belongs to nobody`),
  ];
};

const checkEmployee = (
  employeeId: string,
  sent: readonly SentEvent[],
  end: EndState,
  toBody: typeof bodyOf,
): readonly string[] => {
  const refused = (event: SentEvent, code: string) =>
    end.letters.some((letter) => letter.code === code && letter.body === toBody(event));
  const facts = sent.filter(
    (event) => event.employeeId === employeeId && event.poison !== true && !refused(event, "EventIdReused"),
  );
  const newest = facts.toSorted((a, b) => (versionOf(a) < versionOf(b) ? 1 : -1))[0];
  if (newest === undefined) return [`${employeeId}: every one of its events was refused as reused`];
  const record = end.records.find((each) => each.employeeId === employeeId);
  const user = end.users.find(({ userId }) => userId === record?.userId);
  if (user === undefined) return violation(mustHaveUser(facts, end, refused), `${employeeId} has no user`);
  return checkLicense(newest, record, user.license);
};

/** A hire makes a user, unless its email is somebody else's; where there is only a role change, a user that was there is adopted. */
const mustHaveUser = (
  facts: readonly SentEvent[],
  { users }: EndState,
  refused: (event: SentEvent, code: string) => boolean,
): boolean => {
  if (facts.some((event) => refused(event, "UserOwnedByAnotherEmployee"))) return false;
  const isHired = facts.some(({ kind }) => kind === "hired");
  const newest = facts.toSorted((a, b) => (versionOf(a) < versionOf(b) ? 1 : -1))[0];
  const hasUser = users.some(({ email }) => normalize(email) === normalize(newest?.email ?? ""));
  return isHired || hasUser;
};

const checkLicense = (newest: SentEvent, record: StoredRecord | undefined, license: License): readonly string[] => [
  ...violation(license !== newest.title, `${newest.employeeId} has ${license}; ${newest.id} gives ${newest.title}`),
  ...violation(
    record?.applied?.version !== versionOf(newest),
    `${newest.employeeId}: ${newest.id} is the newest fact, and was not confirmed`,
  ),
];

/** No email and no name outside the directory, the employees table and the messages' own bodies. */
const checkPrivacy = ({ sent, logs, end }: Trace): readonly string[] => {
  const secrets = [...new Set(sent.map(({ email }) => email)), "Ana Diaz"];
  const told = [...logs, ...end.letters.map(({ attributes }) => attributes)].join("\n").toLowerCase();
  return secrets.filter((secret) => told.includes(secret.toLowerCase())).map((secret) => `${secret} was told`);
};

const isReused = (event: SentEvent, other: SentEvent): boolean =>
  other.id === event.id && other.employeeId === event.employeeId && bodyOf(other) !== bodyOf(event);

/** Some fact of the employee has the email of somebody else; it is the newest fact's that counts. */
const hasSharedEmail = ({ employeeId }: SentEvent, sent: readonly SentEvent[]): boolean =>
  sent.some(
    (own) =>
      own.employeeId === employeeId &&
      sent.some((other) => other.employeeId !== employeeId && normalize(other.email) === normalize(own.email)),
  );

/** The newest fact is the one effective last; then the one published last; then the greater ID. */
const versionOf = ({ effectiveDay, publishedDay, id }: SentEvent): string =>
  `${dayOf(effectiveDay)}|${dayOf(publishedDay)}|${id}`;

const normalize = (email: string): string => email.toLowerCase();

const violation = (isViolated: boolean, sentence: string): readonly string[] => (isViolated ? [sentence] : []);
