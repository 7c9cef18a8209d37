import type { DeadLetter } from "../dead-letters/dead-letter.ts";
import { age, type Cell, counted, heading, inFlightNote, table } from "./print.ts";
import { countsByCode, inFlightIn, matchingIn, type QueueSummary } from "./summaries.ts";

export const NO_MATCH = "No dead letter matches.";

/** Dead letters for a terminal: how many by code, then each in a row; and how many could not be looked at. */
export const deadLetterTable = (summaries: readonly QueueSummary[], now: Date): string =>
  [...matchTable(summaries, now), ...inFlightNote(inFlightIn(summaries))].join("\n");

const matchTable = (summaries: readonly QueueSummary[], now: Date): readonly string[] => {
  const matching = matchingIn(summaries);
  if (matching === 0) return [NO_MATCH];
  const rows = summaries.flatMap(({ queue, deadLetters }) => deadLetters.map((each) => row(queue, each, now)));
  return [
    heading(counted(matching, "dead letter")),
    codeTable(summaries),
    table(["id", "queue", "event", "employee", "code", "reason", "attempts", "replays", "age"], rows),
    ...(matching > rows.length ? [`… and ${matching - rows.length} more: dlq list --limit shows them`] : []),
  ];
};

export const codeTable = (summaries: Parameters<typeof countsByCode>[0]): string =>
  table(
    ["code", "dead letters"],
    countsByCode(summaries).map(([code, count]) => [{ text: code, as: "wrong" }, count]),
  );

const row = (queue: string, deadLetter: DeadLetter, now: Date): readonly Cell[] => [
  deadLetter.id,
  queue,
  deadLetter.type?.replace(/^hr\.employee\.(.*)\.v1$/, "$1") ?? "-",
  deadLetter.employeeId ?? "-",
  { text: deadLetter.code, as: "wrong" },
  deadLetter.message,
  deadLetter.attempts ?? "-",
  deadLetter.replays,
  age(deadLetter.sentAt, now),
];
