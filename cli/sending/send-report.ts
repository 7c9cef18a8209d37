import type { BadEvent } from "../event-files/check-event.ts";
import { counted } from "../print.ts";
import type { CommandResult } from "../program.ts";
import { visible } from "../visible.ts";
import type { SendAccount } from "./send-lines.ts";

/**
 * What `seatkeeper send --json` prints: what became of the events of all files, of which `invalid` were not sent. The
 * other members are those of SendAccount.
 */
export type SendDocument = { readonly stage: string; readonly invalid: readonly BadEvent[] } & SendAccount;

/** How many of a list a text shows. */
const SHOWN = 20;

/** Exactly what was sent, and what is to be known of the rest. */
export const sendReport = (document: SendDocument, { json }: { readonly json: boolean }): CommandResult => {
  const { refused, unconfirmed, notSent, interrupted, failure } = document;
  const stopped = interrupted || failure !== undefined;
  const problems = [
    ...(failure === undefined ? [] : [failure]),
    ...(interrupted ? ["Interrupted."] : []),
    ...(stopped ? [`${sentOf(document)}. ${HARMLESS}`] : []),
    ...(refused.length > 0 ? [`SQS refused ${counted(refused.length, "event")}, whose codes are on stdout.`] : []),
  ];
  const text = json ? JSON.stringify(document, null, 2) : sendText(document);
  const complete = !stopped && refused.length + unconfirmed + notSent === 0;
  return { text, complete, ...(problems.length === 0 ? {} : { problem: problems.join("\n") }) };
};

const HARMLESS = "Sending the same files again is harmless: what was sent before is a duplicate.";

const sendText = (document: SendDocument): string => {
  const { invalid, refused, unconfirmed, notSent, byQueue } = document;
  const queues = Object.entries(byQueue).filter(([, count]) => count > 0);
  return [
    `${sentOf(document)}${queues.length === 0 ? "" : `: ${queues.map(([name, count]) => `${count} to ${name}`).join(", ")}`}`,
    ...list("left out, because it is invalid", "left out, because they are invalid", invalid.map(badEventText)),
    ...list(
      "refused by SQS",
      "refused by SQS",
      refused.map(({ file, line, code }) => visible(`${file}:${line}: ${code}`)),
    ),
    ...(unconfirmed === 0 ? [] : [`${counted(unconfirmed, "event")} may have been sent: SQS did not respond.`]),
    ...(notSent === 0 ? [] : [`${counted(notSent, "event")} not sent.`]),
  ].join("\n");
};

const sentOf = ({ sent, total, stage }: SendDocument): string =>
  `${sent} of ${counted(total, "event")} sent to the stage ${stage}`;

const list = (one: string, many: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`${counted(lines.length, "event")} ${lines.length === 1 ? one : many}:`, ...indented(lines)];

/** The first of many lines, and how many more there are. */
export const indented = (lines: readonly string[]): readonly string[] => [
  ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
  ...(lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more; --json has all`] : []),
];

export const badEventText = ({ file, line, column, code, reason }: BadEvent): string =>
  visible(`${file}:${line}:${column}: ${code}: ${reason}`);
