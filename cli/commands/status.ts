import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type StackOutputs, stackOutputs } from "../../adapters/cloudformation/stack-outputs.ts";
import type { DeadLetterQueue, QueueDepth } from "../../dead-letters/dead-letter-queue.ts";
import { readDeadLetter } from "../../dead-letters/read-dead-letter.ts";
import { type Summary, summarize } from "../../dead-letters/summarize.ts";
import { type CommandResult, orInterrupted } from "../command-result.ts";
import { interruption } from "../interruption.ts";
import { age, heading, table } from "../print.ts";
import { explain, LOCAL } from "../stage.ts";
import { codesOf, withQueues } from "../summaries.ts";
import { CommandFailed } from "../usage-error.ts";

export type StatusOptions = { readonly stage: string; readonly json?: boolean };

type QueueStatus = {
  readonly queue: string;
  readonly source: QueueDepth;
  readonly deadLetters: QueueDepth & Pick<Summary, "byCode" | "exhausted" | "oldest">;
};

/** `seatkeeper status`: how a stage is, at a glance. @throws CommandFailed, UsageError */
export const status = async (options: StatusOptions): Promise<CommandResult> => {
  const stack = options.stage === LOCAL ? undefined : await stackOf(options.stage);
  const queues = await withQueues(options, (found) => Promise.all(found.map(statusOf)));
  const text = options.json
    ? JSON.stringify({ stage: options.stage, stack, queues }, null, 2)
    : statusText(options.stage, stack, queues, new Date());
  return orInterrupted(text, interruption().isInterrupted(), "the dead letters were not all counted");
};

const stackOf = async (stage: string): Promise<StackOutputs> => {
  const client = new CloudFormationClient({});
  try {
    return await stackOutputs(client, `seatkeeper-${stage}`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ValidationError") throw explain(error, stage);
    throw new CommandFailed(
      `There is no stack seatkeeper-${stage} in this account and region: is the stage deployed here?`,
    );
  } finally {
    client.destroy();
  }
};

/** Depths first: looking at the letters hides them for a moment. */
const statusOf = async (queue: DeadLetterQueue): Promise<QueueStatus> => {
  const { source, deadLetters } = await queue.depths();
  const startedAt = new Date().toISOString();
  const settings = { startedAt, shouldStop: interruption().isInterrupted, filter: {}, keep: 0, read: readDeadLetter };
  const { byCode, exhausted, oldest } = await summarize(queue, settings);
  const letters = { ...deadLetters, byCode, exhausted };
  return { queue: queue.name, source, deadLetters: oldest === undefined ? letters : { ...letters, oldest } };
};

const statusText = (
  stage: string,
  stack: StackOutputs | undefined,
  queues: readonly QueueStatus[],
  now: Date,
): string => {
  const rows = queues.map(({ queue, source, deadLetters: { waiting, inFlight, exhausted, oldest } }) => [
    queue,
    source.waiting,
    source.inFlight,
    waiting + inFlight,
    oldest === undefined ? "-" : age(oldest, now),
    exhausted,
  ]);
  const codes = codesOf(queues.map(({ deadLetters }) => deadLetters));
  return [
    heading(`Stage ${stage}${stack === undefined ? "" : `: ${stack.status}, ${stack.updatedAt}`}`),
    table(["queue", "waiting", "in flight", "dead letters", "oldest of them", "replayed 5 times"], rows),
    ...(codes.length === 0 ? ["No dead letters."] : [table(["code", "letters"], codes)]),
    ...(stack === undefined ? [] : [table(["output", "value"], Object.entries(stack.outputs))]),
  ].join("\n");
};
