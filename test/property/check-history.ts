import type { License } from "../../domain/accounts/license.ts";
import { bodyOf, dayOf, type SentEvent, SOURCE } from "./simulation/history.ts";
import type { EndState, Observation, StoredRecord, Trace } from "./simulation/trace.ts";

/** How far HR's clock may run ahead, in ms. docs/events.md promises it. */
const TOLERANCE = 15 * 60 * 1000;
const MAX_BATCH = 20;

/**
 * Checks a history against the events sent and the observations made. It uses no code under test. Returns a sentence
 * for each violation.
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

/** A message may be deleted only if its effect or a newer one's is confirmed, or if it is a dead letter. */
const checkAcknowledged = (
  { body, record, isDeadLetter }: Extract<Observation, { saw: "acknowledged" }>,
  sent: readonly SentEvent[],
): readonly string[] => {
  const event = sent.find((each) => bodyOf(each) === body);
  if (event === undefined) return [`acknowledged a message that was never sent: ${body}`];
  const confirmed = record?.applied?.version;
  const isConfirmed = confirmed !== undefined && confirmed >= versionOf(event);
  return violation(!isDeadLetter && !isConfirmed, `${event.id}: acknowledged before it was confirmed`);
};

/** Checks the final state, after all messages were handled and the dead letters were replayed. */
export const checkEnd = (sent: readonly SentEvent[], end: EndState, toBody = bodyOf): readonly string[] => {
  const employees = [...new Set(sent.filter(({ poison }) => poison !== true).map(({ employeeId }) => employeeId))];
  return [
    ...violation(end.waiting.length > 0, `${end.waiting.length} messages were never handled`),
    ...end.deadLetters.flatMap((deadLetter) => checkDeadLetter(deadLetter, sent, end, toBody)),
    ...checkUsers(sent, end),
    ...employees.flatMap((employeeId) => checkEmployee(employeeId, sent, end, toBody)),
  ];
};

/** Only dead letters that no replay can fix may be left. */
const checkDeadLetter = (
  { body, code }: EndState["deadLetters"][number],
  sent: readonly SentEvent[],
  { records }: EndState,
  toBody: typeof bodyOf,
): readonly string[] => {
  const event = sent.find((each) => toBody(each) === body);
  if (event === undefined) return [`a dead letter that was never sent: ${body}`];
  const causes: Readonly<Record<string, boolean>> = {
    MalformedBody: event.poison === true,
    EventIdReused: sent.some((other) => isReused(event, other)),
    UserOwnedByAnotherEmployee: hasSharedEmail(event, sent),
    EmployeeNotProvisioned: !records.some(
      ({ employeeId, userId }) => employeeId === event.employeeId && userId !== undefined,
    ),
  };
  return violation(causes[code] !== true, `${event.id}: dead-lettered as ${code}, which a replay should have fixed`);
};

const checkUsers = (sent: readonly SentEvent[], { users, records, claims }: EndState): readonly string[] => {
  const owners = records.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  const emails = users.map(({ email }) => normalize(email));
  const known = new Set(sent.map(({ email }) => normalize(email)));
  return [
    ...violation(new Set(owners).size < owners.length, `a user belongs to two employees: ${owners.join(", ")}`),
    ...violation(new Set(emails).size < emails.length, `two users have the same email: ${emails.join(", ")}`),
    ...claims
      .filter(({ userId, ownerId }) => records.find(({ employeeId }) => employeeId === ownerId)?.userId !== userId)
      .map(({ userId, ownerId }) => `${userId} is claimed by ${ownerId}, who has another user or none`),
    ...users
      .filter(({ created, email }) => created && !known.has(normalize(email)))
      .map(({ userId }) => `${userId} was created for an unknown email`),
    ...users
      .filter(({ created, userId }) => created && !owners.includes(userId))
      .map(({ userId, email }) => `${userId} (${email}) was created and belongs to no employee`),
  ];
};

const checkEmployee = (
  employeeId: string,
  sent: readonly SentEvent[],
  end: EndState,
  toBody: typeof bodyOf,
): readonly string[] => {
  const isRejected = (event: SentEvent, code: string) =>
    end.deadLetters.some((deadLetter) => deadLetter.code === code && deadLetter.body === toBody(event));
  const facts = sent.filter(
    (event) => event.employeeId === employeeId && event.poison !== true && !isRejected(event, "EventIdReused"),
  );
  const newest = facts.toSorted((a, b) => (versionOf(a) < versionOf(b) ? 1 : -1))[0];
  if (newest === undefined) return [`${employeeId}: all its events were rejected as reused`];
  const record = end.records.find((each) => each.employeeId === employeeId);
  const user = end.users.find(({ userId }) => userId === record?.userId);
  if (user === undefined) return violation(mustHaveUser(facts, end, isRejected), `${employeeId} has no user`);
  return checkLicense(newest, record, user.license);
};

/** A hire creates a user, unless its email belongs to another employee. A role change alone adopts an existing user. */
const mustHaveUser = (
  facts: readonly SentEvent[],
  { users }: EndState,
  isRejected: (event: SentEvent, code: string) => boolean,
): boolean => {
  if (facts.some((event) => isRejected(event, "UserOwnedByAnotherEmployee"))) return false;
  const isHired = facts.some(({ kind }) => kind === "hired");
  const newest = facts.toSorted((a, b) => (versionOf(a) < versionOf(b) ? 1 : -1))[0];
  const hasUser = users.some(({ email }) => normalize(email) === normalize(newest?.email ?? ""));
  return isHired || hasUser;
};

const checkLicense = (newest: SentEvent, record: StoredRecord | undefined, license: License): readonly string[] => [
  ...violation(license !== newest.title, `${newest.employeeId} has ${license}; ${newest.id} requires ${newest.title}`),
  ...violation(
    record?.applied?.version !== versionOf(newest),
    `${newest.employeeId}: ${newest.id} is the newest fact, but is not confirmed`,
  ),
];

/** Emails and names may be only in the directory, the employees table and message bodies. */
const checkPrivacy = ({ sent, logs, end }: Trace): readonly string[] => {
  const secrets = [...new Set(sent.map(({ email }) => email)), "Ana Diaz"];
  const output = [...logs, ...end.deadLetters.map(({ attributes }) => attributes)].join("\n").toLowerCase();
  return secrets.filter((secret) => output.includes(secret.toLowerCase())).map((secret) => `${secret} was exposed`);
};

const isReused = (event: SentEvent, other: SentEvent): boolean =>
  other.id === event.id &&
  (other.source ?? SOURCE) === (event.source ?? SOURCE) &&
  other.employeeId === event.employeeId &&
  bodyOf(other) !== bodyOf(event);

/** Some fact of the employee has another employee's email. The newest fact's email counts. */
const hasSharedEmail = ({ employeeId }: SentEvent, sent: readonly SentEvent[]): boolean =>
  sent.some(
    (own) =>
      own.employeeId === employeeId &&
      sent.some((other) => other.employeeId !== employeeId && normalize(other.email) === normalize(own.email)),
  );

/** The newest fact has the latest effective date, then the latest publication, then the greatest ID, then source. */
const versionOf = ({ effectiveDay, publishedDay, id, source = SOURCE }: SentEvent): string =>
  `${dayOf(effectiveDay)}|${dayOf(publishedDay)}|${id} ${encodeURIComponent(source)}`;

const normalize = (email: string): string => email.toLowerCase();

const violation = (isViolated: boolean, sentence: string): readonly string[] => (isViolated ? [sentence] : []);
