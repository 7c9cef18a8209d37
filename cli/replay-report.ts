import { MAX_REPLAYS } from "../dead-letters/dead-letter.ts";
import type { ReplaySummary } from "../dead-letters/replay.ts";
import { counted } from "./print.ts";
import type { CommandResult } from "./program.ts";

/** What was done in one queue; `failure` if SQS failed on the way. */
export type QueueReplay = { readonly queue: string; readonly summary: ReplaySummary; readonly failure?: string };

/** Exactly what was done, and what is to be known of the rest. */
export const replayReport = (replays: readonly QueueReplay[], interrupted: boolean, json: boolean): CommandResult => {
  const failure = replays.find((replay) => replay.failure !== undefined)?.failure;
  const refused = replays.some(({ summary: { notSent, notDeleted } }) => notSent + notDeleted > 0);
  const stopped = interrupted || failure !== undefined;
  const queues = Object.fromEntries(replays.map(({ queue, summary }) => [queue, summary]));
  const text = json ? JSON.stringify({ interrupted, failure, queues }, null, 2) : replays.flatMap(describe).join("\n");
  const problem = [
    ...(failure === undefined ? [] : [failure]),
    ...(interrupted ? ["Interrupted."] : []),
    ...(stopped ? ["What is not counted above was not touched and is still in the dead-letter queue."] : []),
  ].join("\n");
  return { text, complete: !(stopped || refused), ...(problem === "" ? {} : { problem }) };
};

const describe = ({ queue, summary }: QueueReplay): readonly string[] => {
  const { selected, sent, notSent, notDeleted, exhausted } = summary;
  const unknown = selected - sent - notSent;
  const notes: readonly (readonly [count: number, text: string])[] = [
    [notSent, "were refused by SQS and are still in the dead-letter queue"],
    [unknown, "are still in the dead-letter queue and may have been sent, too: replaying them again does no harm"],
    [
      notDeleted,
      "were sent but not deleted: they are still in the dead-letter queue, and replaying them again does no harm",
    ],
    [exhausted.length, `were replayed ${MAX_REPLAYS} times already and left alone (--force):`],
  ];
  return [
    selected + exhausted.length === 0
      ? `${queue}: no dead letter matches`
      : `${queue}: ${counted(sent, "dead letter")} replayed`,
    ...notes.filter(([count]) => count > 0).map(([count, text]) => `  ${count} ${text}`),
    ...exhausted.map((id) => `    ${id}`),
  ];
};
