import { counted, table, warning } from "../print.ts";
import type { CommandResult } from "../program.ts";
import { visible } from "../visible.ts";
import { type Flow, flowLine } from "./flow.ts";
import type { QueueFacts } from "./queue-facts.ts";
import type { NotSwitched } from "./switch-flow.ts";

/** What `seatkeeper pause --json` and `resume --json` print: where the stage is now, and what could not be switched. */
export type PauseDocument = Flow & {
  readonly stage: string;
  readonly failures: readonly NotSwitched[];
  readonly queues?: QueueFacts;
};

type Asked = {
  readonly wanted: "running" | "paused";
  readonly done: boolean;
  readonly interrupted: boolean;
  readonly json: boolean;
  readonly now: Date;
  /** Why nobody knows how far the stage is. */
  readonly lost?: string;
};

/** Which mapping is in which state, what that means for the messages, and what is left to do. */
export const pauseReport = (document: PauseDocument, asked: Asked): CommandResult => {
  const text = asked.json ? JSON.stringify(document, null, 2) : pauseText(document, asked);
  return asked.done ? { text, complete: true } : { text, complete: false, problem: problemOf(document, asked) };
};

const pauseText = (document: PauseDocument, { now, wanted }: Asked): string => {
  const { stage, mappings, queues } = document;
  const line = flowLine(document, stage, now);
  return [
    line === undefined ? `The stage ${stage} runs: its functions take messages.` : warning(line),
    table(
      ["function", "queue", "state", "since"],
      mappings.map(({ functionName, queue, state, changedAt = "-" }) => [functionName, queue, state, changedAt]),
    ),
    ...(queues === undefined ? ["SQS does not say what the queues hold."] : queueLines(queues, wanted, now)),
    ...(wanted === "paused" ? [WAKING] : []),
  ].join("\n");
};

const queueLines = (
  { depth: { waiting, inFlight }, retention }: QueueFacts,
  wanted: Asked["wanted"],
  now: Date,
): readonly string[] => {
  const held = `${counted(waiting, "message")} waiting, ${inFlight} in flight.`;
  if (wanted === "running") return [held];
  const until = new Date(now.getTime() + retention * 1000).toISOString();
  return [
    `${held} What is in flight is being handled, and will finish, or is hidden until its next try.`,
    `The queues keep a message for ${retention / DAY} days: one that arrives now is lost after ${until}. Resume before ` +
      "the oldest one reaches that age.",
  ];
};

/** In seconds. */
const DAY = 86_400;

const WAKING =
  "The function wakeWaiting goes on: the message of whoever comes due waits in the queue until the stage resumes.";

const problemOf = ({ stage, failures }: PauseDocument, { wanted, interrupted, lost }: Asked): string => {
  const again = `run \`seatkeeper ${wanted === "paused" ? "pause" : "resume"} --stage ${stage}\` again`;
  const status = `\`seatkeeper status --stage ${stage}\` shows how far it is`;
  if (lost !== undefined) return `${lost}. The table shows what was last seen; ${status}, or ${again}.`;
  if (failures.length > 0) {
    const named = failures.map(({ functionName, id, reason }) => visible(`  ${functionName} (${id}): ${reason}`));
    return [`Not switched, so the table shows its old state; correct the cause and ${again}:`, ...named].join("\n");
  }
  if (interrupted) return `Interrupted: AWS goes on with what the table shows as under way; ${status}, or ${again}.`;
  return `AWS was not done after five minutes; ${status}, or ${again}.`;
};
