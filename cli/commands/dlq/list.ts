import type { DeadLetter } from "../../../dead-letters/dead-letter.ts";
import { type CommandResult, orInterrupted } from "../../command-result.ts";
import { interruption } from "../../interruption.ts";
import type { DeadLetterOptions } from "../../options.ts";
import { age, counted, heading, table } from "../../print.ts";
import { codesOf, matchingIn, type QueueSummary, survey } from "../../summaries.ts";

/** `seatkeeper dlq list`: what lies among the dead letters, none of it consumed. */
export const dlqList = async (options: DeadLetterOptions): Promise<CommandResult> => {
  const surveys = await survey(options);
  const text = options.json ? JSON.stringify(listDocument(surveys), null, 2) : listText(surveys, new Date());
  return orInterrupted(text, interruption().isInterrupted(), "there may be more letters than these");
};

const listDocument = (surveys: readonly QueueSummary[]) => ({
  matching: matchingIn(surveys),
  byCode: Object.fromEntries(codesOf(surveys)),
  letters: surveys.flatMap(({ queue, letters }) => letters.map((letter) => deadLetterDocument(queue, letter))),
});

/** A letter without its body. */
export const deadLetterDocument = (queue: string, letter: DeadLetter) => {
  const { id, type, eventId, employeeId, code, message, attempts, replays, sentAt } = letter;
  return { id, queue, type, eventId, employeeId, code, message, attempts, replays, sentAt };
};

export const listText = (surveys: readonly QueueSummary[], now: Date): string => {
  const matching = matchingIn(surveys);
  if (matching === 0) return "No dead letter matches.";
  const rows = surveys.flatMap(({ queue, letters }) => letters.map((letter) => row(queue, letter, now)));
  const more = matching > rows.length ? [`… and ${matching - rows.length} more: --limit shows them`] : [];
  return [
    heading(counted(matching, "dead letter")),
    table(["code", "letters"], codesOf(surveys)),
    table(["id", "queue", "event", "employee", "code", "reason", "attempts", "replays", "age"], rows),
    ...more,
  ].join("\n");
};

const row = (queue: string, letter: DeadLetter, now: Date): readonly (string | number)[] => [
  letter.id,
  queue,
  letter.type?.replace(/^hr\.employee\.(.*)\.v1$/, "$1") ?? "-",
  letter.employeeId ?? "-",
  letter.code,
  letter.message,
  letter.attempts ?? "-",
  letter.replays,
  age(letter.sentAt, now),
];
