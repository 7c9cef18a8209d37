import { setTimeout as sleep } from "node:timers/promises";
import { messageCount } from "../adapters/sqs/queue-depth.ts";
import type { StackModel } from "./aws/template.ts";
import { type LocalClients, localClients } from "./clients.ts";
import type { Origin } from "./origins.ts";
import { type OutcomeLog, outcomeLog } from "./outcomes.ts";
import type { Ports } from "./ports.ts";
import type { Bodies } from "./read-bodies.ts";
import { type RunReport, runReport } from "./run-report.ts";
import { queuesByKind, sendBodies } from "./send-bodies.ts";
import { type Stack, startStack } from "./stack.ts";

/** How far a run is. `left` are messages in the queues. */
export type Progress = { readonly done: number; readonly left: number; readonly retries: number };

export type RunOptions = {
  readonly model: StackModel;
  readonly packageDir: string;
  readonly ports: Ports;
  readonly bodies: Bodies;
  readonly onProgress: (progress: Progress) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
};

/**
 * Starts the stack, sends every body to its queue, waits until the source queues are empty, and reports what became of
 * each. Leaves nothing running. @throws CommandFailed, TemplateError, and the signal's reason
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
    const startedAt = performance.now();
    const { sent, refused } = await sendAndWait(options, stack, clients, log);
    const seconds = (performance.now() - startedAt) / 1000;
    return await runReport({ ...stackFacts(stack, options.model), clients, sent, refused, log, seconds });
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

const sendAndWait = async (
  { bodies, onProgress, signal }: RunOptions,
  stack: Stack,
  clients: LocalClients,
  log: OutcomeLog,
) => {
  const queues = queuesByKind((row) => urlOf(stack, `${row.logicalId}Queue`));
  const sent = new Map<string, Origin>();
  const refused: RunReport["refused"][number][] = [];
  const look = async (): Promise<number> => {
    signal?.throwIfAborted();
    const left = await depthOf(clients, Object.values(queues));
    onProgress({ done: log.outcomes.size, left, retries: log.retries() });
    return left;
  };
  await sendBodies({
    client: clients.sqs,
    queues,
    lines: bodies.read(),
    onSent: (messageId, { file, line }) => sent.set(messageId, { file, line }),
    onRefused: ({ file, line }, code) => refused.push({ file, line, code }),
    beforeSending: roomFor(look),
  });
  while ((await look()) > 0) await sleep(LOOK_EVERY);
  return { sent, refused };
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

const stackFacts = ({ accountId, queues }: Stack, model: StackModel) => ({
  accountId,
  employeesTable: model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "",
  queues: queues.flatMap(({ name, url, deadLetterUrl }) =>
    deadLetterUrl === undefined ? [] : [{ name, url, deadLetterUrl }],
  ),
});
