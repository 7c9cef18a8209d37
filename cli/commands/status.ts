import type { StackOutputs } from "../../adapters/cloudformation/stack-outputs.ts";
import { LOCAL } from "../../config/local-stage.ts";
import type { DeadLetterQueue, QueueDepth } from "../../dead-letters/dead-letter-queue.ts";
import { type Summary, summarize } from "../../dead-letters/summarize.ts";
import { codeTable } from "../dead-letter-table.ts";
import { isInterrupted } from "../interruption.ts";
import { type StageOptions, scanOptions } from "../options.ts";
import { type Flow, flowLine, stageFlow } from "../pausing/flow.ts";
import { age, heading, inFlightNote, table, warning } from "../print.ts";
import { type CommandResult, orInterrupted } from "../program.ts";
import { withQueues } from "../stage.ts";
import { hasLambda, withLambda } from "../stage-functions.ts";

type QueueStatus = {
  readonly queue: string;
  readonly source: QueueDepth;
  readonly deadLetters: QueueDepth & Pick<Summary, "byCode" | "exhausted" | "oldest">;
};

/**
 * What `seatkeeper status --json` prints. `stack` is there for a deployed stage; `flow` says whether it is paused, and is
 * missing if the stage local was told by AWS_ENDPOINT_URL_SQS alone.
 */
export type StatusDocument = {
  readonly stage: string;
  readonly flow?: Flow | FlowNotKnown;
  readonly stack?: StackOutputs;
  readonly queues: readonly QueueStatus[];
};

/** The operator may not ask Lambda, say. */
type FlowNotKnown = { readonly state: "not known"; readonly reason: string };

/** `seatkeeper status`: the state of a stage at a glance. @throws CommandFailed */
export const status = async ({ stage, json }: StageOptions): Promise<CommandResult> => {
  const stack = await stackOf(stage);
  const [flow, queues] = await Promise.all([
    hasLambda(stage) ? flowOrReason(stage) : undefined,
    withQueues({ stage }, (found) => Promise.all(found.map(statusOf))),
  ]);
  const document: StatusDocument = { stage, ...(flow && { flow }), ...(stack && { stack }), queues };
  const text = json ? JSON.stringify(document, null, 2) : statusText(document, new Date());
  return orInterrupted(text, isInterrupted(), "the dead letters were not all counted");
};

/** The rest of the status is worth showing without it. */
const flowOrReason = (stage: string): Promise<Flow | FlowNotKnown> =>
  withLambda(stage, (client) => stageFlow(client, stage)).catch((error: unknown) => ({
    state: "not known" as const,
    reason: error instanceof Error ? error.message : String(error),
  }));

/** The stage local has none, and does not wait for CloudFormation's client to load. */
const stackOf = async (stage: string): Promise<StackOutputs | undefined> => {
  if (stage === LOCAL) return undefined;
  const { stageStack } = await import("../stage-stack.ts");
  return stageStack(stage);
};

const statusOf = async (queue: DeadLetterQueue): Promise<QueueStatus> => {
  const source = await queue.sourceDepth();
  const { depth, byCode, exhausted, oldest } = await summarize(queue, { ...scanOptions({}), keep: 0 });
  const counts = { ...depth, byCode, exhausted };
  return { queue: queue.name, source, deadLetters: oldest === undefined ? counts : { ...counts, oldest } };
};

const statusText = ({ stage, flow, stack, queues }: StatusDocument, now: Date): string => {
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
    ...flowLines(flow, stage, now),
    heading(`Stage ${stage}${stack === undefined ? "" : `: ${stack.status}, ${stack.updatedAt}`}`),
    table(["queue", "waiting", "in flight", "dead letters", "oldest of them", "replayed 5 times"], rows),
    ...(codes.some(({ byCode }) => Object.keys(byCode).length > 0) ? [codeTable(codes)] : ["No dead letters."]),
    ...inFlightNote(codes.reduce((sum, { inFlight }) => sum + inFlight, 0)),
    ...(stack === undefined ? [] : [table(["output", "value"], Object.entries(stack.outputs))]),
  ].join("\n");
};

/** A stage that does not run as usual says so in the first line. */
const flowLines = (flow: StatusDocument["flow"], stage: string, now: Date): readonly string[] => {
  if (flow === undefined) return [];
  if (flow.state === "not known") return [warning(`It is not known whether the stage is paused: ${flow.reason}`)];
  const line = flowLine(flow, stage, now);
  return line === undefined ? [] : [warning(line)];
};
