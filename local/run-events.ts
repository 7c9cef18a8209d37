import { setTimeout as sleep } from "node:timers/promises";
import { messageCount } from "../adapters/sqs/queue-depth.ts";
import { waitingIndex } from "../adapters/state/waiting-index.ts";
import type { Bodies, SourceLine } from "../cli/event-files/read-bodies.ts";
import { queuesByKind, sendBodies } from "../cli/sending/send-bodies.ts";
import type { StackModel } from "./aws/template.ts";
import { type LocalClients, localClients } from "./clients.ts";
import { localUsers } from "./local-users.ts";
import type { Origin } from "./origins.ts";
import { type OutcomeLog, outcomeLog } from "./outcomes.ts";
import type { Ports } from "./ports.ts";
import { isQuiet } from "./quiet.ts";
import { type RunReport, runReport } from "./run-report.ts";
import { type Stack, startStack } from "./stack.ts";

/** How far a run is. `done` are events with an outcome, `waiting` those of them that wait; `left` is in the queues. */
export type Progress = Readonly<Record<"done" | "left" | "waiting" | "retries", number>>;

export type RunOptions = {
  readonly model: StackModel;
  readonly packageDir: string;
  readonly ports: Ports;
  /** One of LOCAL_DIRECTORIES, which the service was packaged with; by default Chime. */
  readonly directory?: string;
  /** Each part is sent when the one before it is handled and nothing of it comes due soon. */
  readonly parts: readonly Bodies[];
  readonly onProgress: (progress: Progress) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
};

/**
 * Starts the stack, sends every body to its queue, waits until the source queues are empty and nothing comes due soon,
 * part by part, and reports what became of each. Leaves nothing running. @throws CommandFailed, TemplateError, and the signal's reason
 */
export const runEvents = async (options: RunOptions): Promise<RunReport> => {
  const log = outcomeLog();
  const onLog = (functionName: string, line: string) => {
    log.read(line);
    options.onLog?.(functionName, line);
  };
  const stack = await startStack({ ...options, onLog });
  const clients = localClients(stack.endpoints);
  try {
    const facts = stackFacts(stack, options.model);
    const run = await sendAndWait(options, facts, { stack, clients, log });
    return await runReport({ ...facts, ...run, clients, log });
  } finally {
    clients.destroy();
    await stack.close();
  }
};

/**
 * How many messages are in the queues at most. So a large file needs no more memory than its outcome does, and a role
 * change comes to its function soon after the hire before it.
 */
const MOST_IN_QUEUES = 150;
/** In ms. */
const LOOK_EVERY = 100;

type Running = { readonly stack: Stack; readonly clients: LocalClients; readonly log: OutcomeLog };

const sendAndWait = async (options: RunOptions, { employeesTable }: StackFacts, running: Running) => {
  const { clients, stack } = running;
  const queues = queuesByKind((row) => urlOf(stack, `${row.logicalId}Queue`));
  const { sent, refused, look, onSent, onRefused } = followed(options, [...new Set(Object.values(queues))], running);
  const sending = { client: clients.sqs, queues, onSent, onRefused, beforeSending: roomFor(look) };
  const index = waitingIndex(clients.dynamodb, employeesTable);
  const times = { seconds: 0, waitedSeconds: 0 };
  for (const bodies of options.parts) {
    const secondsSince = stopwatch();
    await sendBodies({ ...sending, lines: bodies.read() });
    while ((await look()) > 0) await sleep(LOOK_EVERY);
    const seconds = secondsSince();
    while (!(await isQuiet(look, index))) await sleep(LOOK_EVERY);
    times.seconds += seconds;
    times.waitedSeconds += secondsSince() - seconds;
  }
  return { sent, refused, ...times };
};

/** What is sent, and a look at how far it is. */
const followed = ({ onProgress, signal }: RunOptions, queueUrls: readonly string[], { clients, log }: Running) => {
  const sent = new Map<string, Origin>();
  const refused: RunReport["refused"][number][] = [];
  /** Those without an outcome. */
  const open = new Set<string>();
  return {
    sent,
    refused,
    onSent: (messageId: string, { file, line }: SourceLine) => {
      sent.set(messageId, { file, line });
      open.add(messageId);
    },
    onRefused: ({ file, line }: SourceLine, code: string) => refused.push({ file, line, code }),
    look: async (): Promise<number> => {
      signal?.throwIfAborted();
      const left = await depthOf(clients, queueUrls);
      for (const id of open) if (log.outcomes.has(id)) open.delete(id);
      onProgress({ done: sent.size - open.size, left, waiting: log.waiting.size, retries: log.retries() });
      return left;
    },
  };
};

const stopwatch = () => {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
};

/** Waits until there is room in the queues for so many messages more. */
const roomFor = (look: () => Promise<number>) => {
  let room = 0;
  return async (messages: number): Promise<void> => {
    while (room < messages) {
      room = MOST_IN_QUEUES - (await look());
      if (room < messages) await sleep(LOOK_EVERY);
    }
    room -= messages;
  };
};

const urlOf = ({ queues }: Stack, logicalId: string): string => {
  const queue = queues.find((candidate) => candidate.logicalId === logicalId);
  if (queue === undefined) throw new Error(`The template has no queue ${logicalId}`);
  return queue.url;
};

const depthOf = async ({ sqs }: LocalClients, queueUrls: readonly string[]): Promise<number> => {
  const depths = await Promise.all(queueUrls.map((queueUrl) => messageCount(sqs, queueUrl)));
  return depths.reduce((sum, depth) => sum + depth, 0);
};

type StackFacts = ReturnType<typeof stackFacts>;

const stackFacts = ({ accountId, queues, directory, endpoints }: Stack, model: StackModel) => ({
  users: () => localUsers({ accountId, directory, endpoints }),
  employeesTable: model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "",
  queues: queues.flatMap(({ name, url, deadLetterUrl }) =>
    deadLetterUrl === undefined ? [] : [{ name, url, deadLetterUrl }],
  ),
});
