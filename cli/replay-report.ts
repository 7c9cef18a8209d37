import { MAX_REPLAYS } from "../dead-letters/dead-letter.ts";
import type { ReplaySummary } from "../dead-letters/replay.ts";
import { counted, inFlightNote } from "./print.ts";
import type { CommandResult } from "./program.ts";
import { visible } from "./visible.ts";

/** What was done in one queue, of which so many were in flight at the start; `failure` if SQS failed on the way. */
export type QueueReplay = {
  readonly queue: string;
  readonly inFlight: number;
  readonly summary: ReplaySummary;
  readonly failure?: string;
};

/** Exactly what was done, and what is to be known of the rest. */
export const replayReport = (replays: readonly QueueReplay[], interrupted: boolean, json: boolean): CommandResult => {
  const failure = replays.find((replay) => replay.failure !== undefined)?.failure;
  const refused = replays.some(({ summary: { notSent, notDeleted } }) => notSent.length + notDeleted > 0);
  const stopped = interrupted || failure !== undefined;
  const problem = [
    ...(failure === undefined ? [] : [failure]),
    ...(interrupted ? ["Interrupted."] : []),
    ...(stopped ? ["What is not counted above was not touched and is still in the dead-letter queue."] : []),
  ].join("\n");
  const text = json ? document(replays, interrupted, failure) : replayText(replays);
  return { text, complete: !(stopped || refused), ...(problem === "" ? {} : { problem }) };
};

const document = (replays: readonly QueueReplay[], interrupted: boolean, failure: string | undefined): string => {
  const queues = Object.fromEntries(
    replays.map(({ queue, inFlight, summary }) => [queue, { ...summary, inFlight }] as const),
  );
  return JSON.stringify({ interrupted, failure, queues }, null, 2);
};

const replayText = (replays: readonly QueueReplay[]): string => {
  const inFlight = replays.reduce((sum, replay) => sum + replay.inFlight, 0);
  return [...replays.flatMap(describe), ...inFlightNote(inFlight)].join("\n");
};

const describe = ({ queue, summary }: QueueReplay): readonly string[] => {
  const { selected, sent, notSent, notDeleted, exhausted } = summary;
  const unknown = selected - sent - notSent.length;
  return [
    selected + exhausted.length === 0
      ? `${queue}: no dead letter matches`
      : `${queue}: ${counted(sent, "dead letter")} replayed`,
    ...note(notSent.length, "were refused by SQS and are still in the dead-letter queue:"),
    ...notSent.map(({ id, because }) => visible(`    ${id} (${because})`)),
    ...note(
      unknown,
      "are still in the dead-letter queue and may have been sent, too: replaying them again does no harm",
    ),
    ...note(
      notDeleted,
      "were sent but not deleted: they are still in the dead-letter queue, and replaying them again does no harm",
    ),
    ...note(exhausted.length, `were replayed ${MAX_REPLAYS} times already and left alone (--force):`),
    ...exhausted.map((id) => `    ${visible(id)}`),
  ];
};

const note = (count: number, text: string): readonly string[] => (count > 0 ? [`  ${count} ${text}`] : []);
