import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type StackOutputs, stackOutputs } from "../../adapters/cloudformation/stack-outputs.ts";
import { LOCAL } from "../../config/stage-settings.ts";
import type { DeadLetterQueue, QueueDepth } from "../../dead-letters/dead-letter-queue.ts";
import { type Summary, summarize } from "../../dead-letters/summarize.ts";
import { codeTable } from "../dead-letter-table.ts";
import { CommandFailed } from "../errors.ts";
import { isInterrupted } from "../interruption.ts";
import { type StageOptions, scanOptions } from "../options.ts";
import { age, heading, inFlightNote, table } from "../print.ts";
import { type CommandResult, orInterrupted } from "../program.ts";
import { explain, regionOf, TIMEOUTS, withQueues } from "../stage.ts";

type QueueStatus = {
  readonly queue: string;
  readonly source: QueueDepth;
  readonly deadLetters: QueueDepth & Pick<Summary, "byCode" | "exhausted" | "oldest">;
};

/** `seatkeeper status`: the state of a stage at a glance. @throws CommandFailed */
export const status = async ({ stage, json }: StageOptions): Promise<CommandResult> => {
  const stack = stage === LOCAL ? undefined : await stackOf(stage);
  const queues = await withQueues({ stage }, (found) => Promise.all(found.map(statusOf)));
  const text = json ? JSON.stringify({ stage, stack, queues }, null, 2) : statusText(stage, stack, queues, new Date());
  return orInterrupted(text, isInterrupted(), "the dead letters were not all counted");
};

const stackOf = async (stage: string): Promise<StackOutputs> => {
  const client = new CloudFormationClient({ region: regionOf(stage), requestHandler: TIMEOUTS });
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

const statusOf = async (queue: DeadLetterQueue): Promise<QueueStatus> => {
  const source = await queue.sourceDepth();
  const { depth, byCode, exhausted, oldest } = await summarize(queue, { ...scanOptions({}), keep: 0 });
  const counts = { ...depth, byCode, exhausted };
  return { queue: queue.name, source, deadLetters: oldest === undefined ? counts : { ...counts, oldest } };
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
  const codes = queues.map(({ deadLetters }) => deadLetters);
  return [
    heading(`Stage ${stage}${stack === undefined ? "" : `: ${stack.status}, ${stack.updatedAt}`}`),
    table(["queue", "waiting", "in flight", "dead letters", "oldest of them", "replayed 5 times"], rows),
    ...(codes.some(({ byCode }) => Object.keys(byCode).length > 0) ? [codeTable(codes)] : ["No dead letters."]),
    ...inFlightNote(codes.reduce((sum, { inFlight }) => sum + inFlight, 0)),
    ...(stack === undefined ? [] : [table(["output", "value"], Object.entries(stack.outputs))]),
  ].join("\n");
};
