import { setTimeout as sleep } from "node:timers/promises";
import { messageCount } from "../adapters/sqs/queue-depth.ts";
import type { StackModel } from "./aws/template.ts";
import { localClients } from "./clients.ts";
import { type OutcomeLog, outcomeLog } from "./outcomes.ts";
import type { Ports } from "./ports.ts";
import type { SourceLine } from "./read-bodies.ts";
import { type RunReport, runReport } from "./run-report.ts";
import { queuesByKind, sendBodies } from "./send-bodies.ts";
import { type Stack, startStack } from "./stack.ts";

export type RunOptions = {
  readonly model: StackModel;
  readonly packageDir: string;
  readonly ports: Ports;
  readonly lines: readonly SourceLine[];
  readonly onProgress: (text: string) => void;
  readonly onLog?: (functionName: string, line: string) => void;
  /** Called with the stack once it runs; tests look at it, and a signal closes it. */
  readonly onStart?: (stack: Stack) => void;
};

/**
 * Starts the stack, sends every body to its queue, waits until the source queues are empty, and reports what became of
 * each. Leaves nothing running. @throws CommandFailed, TemplateError
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
    options.onStart?.(stack);
    const startedAt = performance.now();
    const queues = queuesByKind((row) => urlOf(stack, `${row.logicalId}Queue`));
    options.onProgress(`sending ${options.lines.length} events`);
    const sent = await sendBodies(clients.sqs, queues, options.lines);
    await untilEmpty(() => depthOf(clients, Object.values(queues)), log, sent.size, options.onProgress);
    const seconds = (performance.now() - startedAt) / 1000;
    return await runReport({ ...stackFacts(stack, options.model), clients, sent, log, seconds });
  } finally {
    clients.destroy();
    await stack.close();
  }
};

const urlOf = ({ queues }: Stack, logicalId: string): string => {
  const queue = queues.find((candidate) => candidate.logicalId === logicalId);
  if (queue === undefined) throw new Error(`The template has no queue ${logicalId}`);
  return queue.url;
};

const depthOf = async ({ sqs }: ReturnType<typeof localClients>, queueUrls: readonly string[]): Promise<number> => {
  const depths = await Promise.all(queueUrls.map((queueUrl) => messageCount(sqs, queueUrl)));
  return depths.reduce((sum, depth) => sum + depth, 0);
};

const LOOK_EVERY = 250;

const untilEmpty = async (
  depth: () => Promise<number>,
  log: OutcomeLog,
  sent: number,
  onProgress: RunOptions["onProgress"],
): Promise<void> => {
  for (;;) {
    const left = await depth();
    onProgress(`${log.outcomes.size} of ${sent} events done, ${left} in the queues, ${log.retries()} tried again`);
    if (left === 0) return;
    await sleep(LOOK_EVERY);
  }
};

const stackFacts = ({ accountId, queues }: Stack, model: StackModel) => ({
  accountId,
  employeesTable: model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "",
  queues: queues.flatMap(({ name, url, deadLetterUrl }) =>
    deadLetterUrl === undefined ? [] : [{ name, url, deadLetterUrl }],
  ),
});
