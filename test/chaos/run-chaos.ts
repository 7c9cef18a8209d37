import { setTimeout as sleep } from "node:timers/promises";
import { paginateListUsers } from "@aws-sdk/client-chime";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { sqsDeadLetterQueue } from "../../adapters/sqs/dead-letter-queue.ts";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import type { SourceLine } from "../../cli/event-files/read-bodies.ts";
import { queuesByKind, sendBodies } from "../../cli/sending/send-bodies.ts";
import { replayDeadLetters } from "../../dead-letters/replay.ts";
import type { License } from "../../domain/accounts/license.ts";
import { QUEUES } from "../../events/catalogue.ts";
import { readTemplate, type StackModel } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { checkEnd } from "../property/check-end.ts";
import type { EndState, StoredRecord } from "../property/simulation/trace.ts";
import { claimIn } from "../property/simulation/world.ts";
import { bodyOfChaos, chaosEvents } from "./chaos-events.ts";
import { type Random, seededRandom } from "./seeded-random.ts";

export type ChaosOptions = {
  readonly packageDir: string;
  readonly seed: number;
  readonly employees: number;
  /** How long there are faults. After that the service recovers. */
  readonly seconds: number;
  readonly log: (line: string) => void;
};
export type ChaosReport = {
  readonly violations: readonly string[];
  readonly events: number;
  readonly users: number;
  readonly kills: number;
  readonly replays: number;
  readonly deadLetters: number;
};

const ROWS = Object.values(QUEUES);
const FUNCTIONS = ROWS.map(({ logicalId }) => `${logicalId}LambdaFunction`);
const QUEUE_IDS = ROWS.map(({ logicalId }) => `${logicalId}Queue`);
const REPLAYS_AT_THE_END = 4;
/**
 * After so many looks without a change the service is stuck, unless all who wait are not due yet, as for a creation in
 * doubt. A busy machine is slow, but goes on.
 */
const LOOKS_WITHOUT_CHANGE = 480;

/**
 * Runs the packaged service with real workers and real HTTP. While events arrive, workers are killed, the directory
 * throttles, drops and hangs, and dead letters are replayed. Then the service recovers, and the history checker checks
 * what the public APIs return.
 */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { packageDir, seed, employees, seconds, log } = options;
  const random = seededRandom(seed);
  const events = chaosEvents(random, employees);
  const model = quick(readTemplate(packageDir));
  const employeesTable = model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "";
  const stack = await startStack({ model, packageDir, ports: ANY_PORTS, onLog: () => {} });
  const clients = localClients(stack.endpoints);
  try {
    const deadline = Date.now() + seconds * 1000;
    const lines = events.map((event, index) => ({ file: "chaos", line: index + 1, body: bodyOfChaos(event) }));
    const [, totals] = await Promise.all([
      trickle(stack, clients, random, lines, deadline - seconds * 200),
      injectFaults(stack, random, deadline),
    ]);
    log(
      `${lines.length} events sent, ${totals.kills} workers killed, ${totals.replays} replays; waiting for it to recover`,
    );
    await setFaults(stack, {});
    await recover(stack, clients, employeesTable);
    const end = await endState(stack, clients, employeesTable);
    return {
      violations: checkEnd(events, end, { toBody: bodyOfChaos }),
      events: lines.length,
      users: end.users.length,
      deadLetters: end.deadLetters.length,
      ...totals,
    };
  } finally {
    clients.destroy();
    await stack.close();
  }
};

/** Shortens the time-outs, so that the messages of a killed worker come back within the run. */
const quick = (model: StackModel): StackModel => ({
  ...model,
  functions: model.functions.map((fn) => ({ ...fn, timeout: Math.min(fn.timeout, 10) })),
  queues: model.queues.map((queue) => ({ ...queue, attributes: { ...queue.attributes, VisibilityTimeout: "12" } })),
});

type Lines = readonly SourceLine[];

/** Sends all events by the deadline, a few at a time, and one in ten of them twice. */
const trickle = async (stack: Stack, { sqs }: LocalClients, random: Random, lines: Lines, deadline: number) => {
  const queues = queuesByKind((row) => urlOf(stack, `${row.logicalId}Queue`));
  for (let sent = 0; sent < lines.length; ) {
    const left = Math.max(1, (deadline - Date.now()) / 200);
    const count = Math.ceil((lines.length - sent) / left);
    const batch = lines.slice(sent, sent + count);
    await sendBodies({
      client: sqs,
      queues,
      lines: [...batch, ...batch.filter(() => random() < 0.1)],
      onSent: () => {},
      onRefused: ({ line }, code) => {
        throw new Error(`SQS refused line ${line} (${code})`);
      },
    });
    sent += count;
    await sleep(200);
  }
};

/** Active one at a time, each for a moment. */
const FAULTS: readonly object[] = [
  {},
  { latencyMs: 80 },
  { rateLimit: 40 },
  { findLagMs: 1500 },
  { faults: [{ operations: ["CreateUser"], effect: "drop", commit: true, rate: 0.3 }] },
  { faults: [{ operations: ["CreateUser"], effect: "fail", status: 500, commit: true, rate: 0.3 }] },
  { faults: [{ operations: ["CreateUser", "BatchUpdateUser", "UpdateUser"], effect: "hang", commit: true, times: 1 }] },
  { faults: [{ operations: ["BatchSuspendUser", "LogoutUser"], effect: "drop", commit: true, rate: 0.3 }] },
  { faults: [{ effect: "fail", status: 503, rate: 0.3 }] },
  { faults: [{ effect: "fail", status: 429, rate: 0.5 }] },
  { faults: [{ operations: ["BatchUpdateUser", "UpdateUser"], effect: "drop", commit: true, rate: 0.3 }] },
];

const injectFaults = async (stack: Stack, random: Random, deadline: number) => {
  let [kills, replays] = [0, 0];
  const oneOf = <T>(things: readonly [T, ...T[]] | readonly T[]): T =>
    things[Math.floor(random() * things.length)] as T;
  while (Date.now() < deadline) {
    await setFaults(stack, oneOf(FAULTS));
    await sleep(200 + random() * 800);
    if (random() < 0.5 && stack.killBusy(oneOf(FUNCTIONS))) kills += 1;
    if (random() < 0.2) {
      await replay(stack, oneOf(ROWS).queue);
      replays += 1;
    }
  }
  return { kills, replays };
};

const replay = (stack: Stack, queue: string) =>
  stack.invoke("ReplayDeadLettersLambdaFunction", { queue, dryRun: false });

/** Replays as an operator does who has fixed the cause: also dead letters that were already replayed five times. */
const forceReplay = async (stack: Stack, { sqs }: LocalClients, name: string): Promise<void> => {
  const urls = { name, sourceUrl: urlOf(stack, name), deadLetterUrl: deadLettersOf(stack, name) };
  const environment = {
    now: () => new Date(),
    sleep,
    shouldStop: () => false,
    onProgress: () => {},
  };
  await replayDeadLetters(sqsDeadLetterQueue(sqs, urls), { filter: {}, force: true }, environment);
};

const setFaults = async (stack: Stack, faults: object): Promise<void> => {
  const body = JSON.stringify(faults);
  const { ok, status } = await fetch(`${stack.endpoints.directory}/_emulator/faults`, { method: "PUT", body });
  if (!ok) throw new Error(`the emulator returned ${status} to ${body}`);
};

const recover = async (stack: Stack, clients: LocalClients, employeesTable: string): Promise<void> => {
  await untilQuiet(stack, clients, employeesTable);
  for (let round = 0; round < REPLAYS_AT_THE_END; round += 1) {
    for (const name of QUEUE_IDS) {
      await forceReplay(stack, clients, name);
      await untilQuiet(stack, clients, employeesTable);
    }
  }
};

/** Until no queue has a message, and nobody waits for a day or for somebody else. */
const untilQuiet = async (stack: Stack, { sqs, dynamodb }: LocalClients, employeesTable: string): Promise<void> => {
  let [before, unchanged] = ["", 0];
  while (unchanged < LOOKS_WITHOUT_CHANGE) {
    const depths = await Promise.all(QUEUE_IDS.map((name) => messageCount(sqs, urlOf(stack, name))));
    const waiting = depths.every((depth) => depth === 0) ? await whoWaits(dynamodb, employeesTable) : [];
    if (depths.every((depth) => depth === 0) && waiting.length === 0) return;
    const now = `${depths.join(" and ")} messages, and ${waiting.map(({ who }) => who).join(", ") || "nobody"}`;
    const isComing = waiting.length > 0 && waiting.every(({ wakeAt }) => wakeAt > new Date().toISOString());
    unchanged = now === before && !isComing ? unchanged + 1 : 0;
    before = now;
    await sleep(250);
  }
  throw new Error(`The service does not recover: ${before} are waiting`);
};

type Waiting = { readonly who: string; readonly wakeAt: string };

const whoWaits = async (dynamodb: LocalClients["dynamodb"], TableName: string): Promise<readonly Waiting[]> => {
  const waiting: Waiting[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName })) {
    waiting.push(
      ...Items.flatMap(({ employeeId, wakeAt }) =>
        wakeAt === undefined ? [] : [{ who: `${employeeId} ${wakeAt}`, wakeAt }],
      ),
    );
  }
  return waiting;
};

/** The end state by the public APIs: ListUsers, the employees table, the queues. */
const endState = async (stack: Stack, { chime, dynamodb, sqs }: LocalClients, TableName: string): Promise<EndState> => {
  const users: EndState["users"][number][] = [];
  for await (const { Users = [] } of paginateListUsers({ client: chime }, { AccountId: stack.accountId })) {
    for (const { UserId: userId = "", PrimaryEmail: email = "", LicenseType, UserRegistrationStatus } of Users) {
      const active = UserRegistrationStatus !== "Suspended";
      users.push({ userId, email, license: LicenseType as License, active, created: true });
    }
  }
  const records: StoredRecord[] = [];
  const claims: EndState["claims"][number][] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName })) {
    records.push(...(Items as StoredRecord[]).filter(({ employeeId }) => !employeeId.startsWith("user#")));
    claims.push(...Items.flatMap(claimIn));
  }
  const deadLetters = (
    await Promise.all(QUEUE_IDS.map((name) => readDeadLetters(sqs, deadLettersOf(stack, name))))
  ).flat();
  return { users, records, claims, deadLetters, waiting: [] };
};

const readDeadLetters = async (sqs: LocalClients["sqs"], QueueUrl: string) => {
  const deadLetters: EndState["deadLetters"][number][] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 600,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return deadLetters;
    for (const { Body: body = "", MessageAttributes: attributes = {} } of Messages) {
      const reason = attributes["deadLetter"]?.StringValue;
      // A replay's mark has no code.
      const code = JSON.parse(reason ?? "{}").code ?? "MaxReceivesExceeded";
      deadLetters.push({ body, code, attributes: JSON.stringify(attributes) });
    }
  }
};

const queueOf = (stack: Stack, logicalId: string) => {
  const queue = stack.queues.find((each) => each.logicalId === logicalId);
  if (queue === undefined) throw new Error(`The template has no queue ${logicalId}`);
  return queue;
};
const urlOf = (stack: Stack, logicalId: string): string => queueOf(stack, logicalId).url;
const deadLettersOf = (stack: Stack, logicalId: string): string => queueOf(stack, logicalId).deadLetterUrl ?? "";
