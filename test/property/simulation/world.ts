import { unmarshall } from "@aws-sdk/util-dynamodb";
import { DEAD_LETTER_ATTRIBUTE } from "../../../dead-letters/reason.ts";
import type { EventKind } from "../../../domain/facts/hr-event.ts";
import type { Service } from "./clients.ts";
import { openDirectory } from "./directory.ts";
import { bodyOf, type History, type QueueName, STARTS_AT } from "./history.ts";
import { openQueues } from "./queues.ts";
import { openTables } from "./tables.ts";
import type { EndState, Observation, StoredRecord } from "./trace.ts";

export const QUEUES: readonly QueueName[] = ["hired", "changed"];
export const urlOf = (queue: QueueName): string => `http://sqs/0/${queue}`;
export const deadLettersOf = (queue: QueueName): string => `http://sqs/0/${queue}-dlq`;
export const queueOf = (kind: EventKind): QueueName => QUEUE_OF[kind];
const QUEUE_OF = { hired: "hired", "role-changed": "changed" } as const satisfies Readonly<
  Record<EventKind, QueueName>
>;

/** Everything that the functions depend on (queues, tables, directory, clock), and the observations of it. */
export const openWorld = ({ events, users, findLag }: History) => {
  /** `now` is in ms. `calm`: no more faults, and the directory lists all its users. */
  const state = { now: STARTS_AT, calm: false };
  const now = () => state.now;
  const observations: Observation[] = [];
  const tables = openTables({ employees: "employeeId", idempotency: "id" });
  const queues = openQueues(
    QUEUES.flatMap((queue) => [urlOf(queue), deadLettersOf(queue)]),
    now,
  );
  const directory = openDirectory(now, () => (state.calm ? 0 : findLag * 1000));
  for (const email of users) directory.add(email, false);
  for (const event of events) queues.put(urlOf(queueOf(event.kind)), bodyOf(event));

  /** Lets a call take effect, whether or not its caller gets the response. @throws the service's errors */
  const perform = (service: Service, operation: string, input: object): object => {
    if (service === "sqs") return queues.execute(operation, input);
    if (service === "chime") {
      if (operation === "BatchUpdateUser") observations.push({ saw: "batch", userIds: usersIn(input) });
      return directory.execute(operation, input);
    }
    const output = tables.execute(operation, input);
    const { employeeId, effectiveAt } = factsIn(input);
    if (effectiveAt !== undefined) observations.push({ saw: "folded", employeeId, effectiveAt, at: now() });
    return output;
  };

  /** Records the state just before a message is deleted. */
  const recordAcknowledged = (queue: QueueName, { id, body }: { readonly id: string; readonly body: string }) => {
    const item = tables.one("employees", employeeOf(body));
    const record = item === undefined ? undefined : toRecord(item);
    // A replay may have sent the dead letter back already.
    const messages = [...queues.messagesOf(deadLettersOf(queue)), ...queues.messagesOf(urlOf(queue))];
    const isDeadLetter = messages.some(
      (message) => message.id !== id && message.body === body && DEAD_LETTER_ATTRIBUTE in message.attributes,
    );
    observations.push({ saw: "acknowledged", body, record, isDeadLetter });
  };

  const deadLetters = (): EndState["deadLetters"] =>
    QUEUES.flatMap((queue) => queues.messagesOf(deadLettersOf(queue))).map(({ body, attributes }) => {
      const reason = attributes[DEAD_LETTER_ATTRIBUTE]?.StringValue;
      // A replay's mark has no code.
      const code = JSON.parse(reason ?? "{}").code ?? "MaxReceivesExceeded";
      return { body, code, attributes: JSON.stringify(attributes) };
    });

  const endState = (): EndState => ({
    users: directory.users.map(({ userId, email, license, created }) => ({ userId, email, license, created })),
    records: tables
      .all("employees")
      .map(toRecord)
      .filter(({ employeeId }) => !employeeId.startsWith("user#")),
    claims: tables.all("employees").flatMap((item) => claimIn(unmarshall(item as never))),
    deadLetters: deadLetters(),
    waiting: QUEUES.flatMap((queue) => queues.messagesOf(urlOf(queue))).map(({ body }) => body),
  });

  return { state, now, observations, queues, perform, recordAcknowledged, deadLetters, endState };
};

export type SimulatedWorld = ReturnType<typeof openWorld>;

const toRecord = (item: object): StoredRecord => unmarshall(item as never) as StoredRecord;

/** A claim is in the employees table under the key `user#<userId>`: docs/architecture.md. */
export const claimIn = ({ employeeId = "", ownerId }: Record<string, string>): EndState["claims"] =>
  employeeId.startsWith("user#") ? [{ userId: employeeId.slice("user#".length), ownerId: ownerId ?? "" }] : [];

const usersIn = (input: object): readonly string[] =>
  (input as { UpdateUserRequestItems: { UserId: string }[] }).UpdateUserRequestItems.map(({ UserId }) => UserId);

/** The employee and the effective date of the facts in a write; `effectiveAt` is undefined if it writes no facts. */
const factsIn = (input: object): { readonly employeeId: string; readonly effectiveAt: string | undefined } => {
  const { Key, ExpressionAttributeValues } = input as {
    Key?: Record<string, { S: string }>;
    ExpressionAttributeValues?: Record<string, { M?: Record<string, { S: string }> }>;
  };
  return {
    employeeId: Key?.["employeeId"]?.S ?? "",
    effectiveAt: ExpressionAttributeValues?.[":facts"]?.M?.["effectiveAt"]?.S,
  };
};

const employeeOf = (body: string): string => {
  try {
    return JSON.parse(body).data.employeeId;
  } catch {
    return "";
  }
};
