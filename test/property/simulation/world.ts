import { unmarshall } from "@aws-sdk/util-dynamodb";
import { DEAD_LETTER_ATTRIBUTE } from "../../../dead-letters/reason.ts";
import type { License } from "../../../domain/accounts/license.ts";
import type { EventKind } from "../../../domain/facts/hr-event.ts";
import type { Service } from "./clients.ts";
import { openDirectory } from "./directory.ts";
import { type ByHand, bodyOf, type History, type QueueName, STARTS_AT, timeOf } from "./history.ts";
import { observeFolds } from "./observe-folds.ts";
import { openQueues, type SimulatedMessage } from "./queues.ts";
import { openTables } from "./tables.ts";
import type { DeadLetter, EndState, Observation, StoredRecord } from "./trace.ts";

export const QUEUES: readonly QueueName[] = ["hired", "changed", "left"];
export const urlOf = (queue: QueueName): string => `http://sqs/0/${queue}`;
export const deadLettersOf = (queue: QueueName): string => `http://sqs/0/${queue}-dlq`;
export const queueOf = (kind: EventKind): QueueName => QUEUE_OF[kind];
const QUEUE_OF = {
  hired: "hired",
  "role-changed": "changed",
  left: "left",
  "change-cancelled": "changed",
} as const satisfies Readonly<Record<EventKind, QueueName>>;

/** Everything that the functions depend on (queues, tables, directory, clock), and the observations of it. */
export const openWorld = ({ directory: directoryName = "chime", events, users, findLag }: History) => {
  /** `now` is in ms. `calm`: no more faults, and the directory lists all its users. */
  const state = { now: STARTS_AT, calm: false };
  const now = () => state.now;
  const observations: Observation[] = [];
  const tables = openTables({ employees: "employeeId", idempotency: "id" });
  const folds = observeFolds(tables, (folded) => observations.push({ saw: "folded", ...folded, at: now() }));
  const queues = openQueues(
    QUEUES.flatMap((queue) => [urlOf(queue), deadLettersOf(queue)]),
    now,
  );
  const directory = openDirectory(directoryName, now, () => (state.calm ? 0 : findLag * 1000));
  for (const email of users) directory.users.add(email, false);

  const unpublished = events.toSorted((a, b) => a.publishedDay - b.publishedDay);
  /** When HR publishes its next event, in ms; undefined if it has published all. */
  const nextPublication = (): number | undefined =>
    unpublished[0] === undefined ? undefined : timeOf(unpublished[0].publishedDay);
  /** Sends what HR has published by now. */
  const publish = (): void => {
    const due = unpublished.filter(({ publishedDay }) => timeOf(publishedDay) <= now());
    unpublished.splice(0, due.length);
    // In the order of the history, so that a case can send an older event after a newer one.
    for (const event of events.filter((each) => due.includes(each)))
      queues.put(urlOf(queueOf(event.kind)), bodyOf(event));
  };
  publish();

  /** Lets a call take effect, whether or not its caller gets the response. @throws the service's errors */
  const perform = (service: Service, operation: string, input: object): object => {
    if (service === "sqs") return queues.execute(operation, input);
    if (service === "chime" || service === "scim") {
      if (operation === "BatchUpdateUser") observations.push({ saw: "batch", userIds: usersIn(input) });
      return directory.execute(operation, input);
    }
    const output = tables.execute(operation, input);
    folds.look(input);
    return output;
  };

  /** What an operator does to one of the users; numbers wrap around. */
  const byHand = (act: ByHand, number: number, license: License): void => {
    const { all } = directory.users;
    const user = all[number % Math.max(1, all.length)];
    if (user === undefined) return;
    observations.push({ saw: "byHand", act, email: user.email, at: now() });
    directory.users.byHand(act, user, license);
  };

  /** Records the state just before a message is deleted. */
  const recordAcknowledged = (queue: QueueName, { id, body }: Pick<SimulatedMessage, "id" | "body">) => {
    const item = tables.one("employees", employeeOf(body));
    const record = item === undefined ? undefined : toRecord(item);
    // A replay may have sent the dead letter back already.
    const messages = [...queues.messagesOf(deadLettersOf(queue)), ...queues.messagesOf(urlOf(queue))];
    const isDeadLetter = messages.some(
      (message) => message.id !== id && message.body === body && DEAD_LETTER_ATTRIBUTE in message.attributes,
    );
    const confirmed = record === undefined ? undefined : folds.registersAt(record.employeeId, record.applied?.state);
    observations.push({ saw: "acknowledged", body, record, confirmed, isDeadLetter });
  };

  const deadLetters = (): EndState["deadLetters"] =>
    QUEUES.flatMap((queue) => queues.messagesOf(deadLettersOf(queue))).map(toDeadLetter);

  /** All records and claims. */
  const items = (): readonly StoredRecord[] => tables.all("employees").map(toRecord);

  const endState = (): EndState => ({
    canRename: directory.canRename,
    users: directory.users.all.map(({ createdAt: _, ...user }) => user),
    records: items().filter(({ employeeId }) => !employeeId.startsWith("user#")),
    claims: items().flatMap(claimIn),
    deadLetters: deadLetters(),
    waiting: QUEUES.flatMap((queue) => queues.messagesOf(urlOf(queue))).map(({ body }) => body),
  });

  return {
    ...{ directoryName, canRename: directory.canRename, state, now, observations, queues, tables },
    ...{ nextPublication, publish, perform, byHand, recordAcknowledged, deadLetters, endState },
  };
};

export type SimulatedWorld = ReturnType<typeof openWorld>;

const toRecord = (item: object): StoredRecord => unmarshall(item as never) as StoredRecord;

const toDeadLetter = ({ body, attributes }: SimulatedMessage): DeadLetter => {
  // A replay's mark has no code.
  const reason = JSON.parse(attributes[DEAD_LETTER_ATTRIBUTE]?.StringValue ?? "{}");
  return { body, code: "MaxReceivesExceeded", ...reason, attributes: JSON.stringify(attributes) };
};

/** A claim is in the employees table under the key `user#<userId>`: docs/architecture.md. A given up one has no owner. */
export const claimIn = (item: object): EndState["claims"] => {
  const { employeeId = "", ownerId } = item as Record<string, string>;
  return employeeId.startsWith("user#") && ownerId !== undefined
    ? [{ userId: employeeId.slice("user#".length), ownerId }]
    : [];
};

const usersIn = (input: object): readonly string[] =>
  (input as { UpdateUserRequestItems: { UserId: string }[] }).UpdateUserRequestItems.map(({ UserId }) => UserId);

const employeeOf = (body: string): string => {
  try {
    return JSON.parse(body).data.employeeId;
  } catch {
    return "";
  }
};
