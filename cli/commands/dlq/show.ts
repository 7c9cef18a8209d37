import type { DeadLetter } from "../../../dead-letters/dead-letter.ts";
import { FAILURES } from "../../../domain/failures.ts";
import { deadLetterDocument } from "../../dead-letter-document.ts";
import { CommandFailed } from "../../errors.ts";
import { maskedBody, maskedJson } from "../../mask.ts";
import type { DeadLetterOptions } from "../../options.ts";
import { heading, inFlightNote } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { inFlightIn, summarizeQueues } from "../../summaries.ts";
import { visible } from "../../visible.ts";

export type ShowOptions = DeadLetterOptions & { readonly reveal?: boolean };

type Guidance = { readonly happened: string; readonly fix: string };

const UNKNOWN: Guidance = {
  happened: "This release does not know the code.",
  fix: "Look it up in the runbook of the release that is deployed.",
};

/** What may keep a dead letter out that is there. */
const FILTERS = ["queue", "code", "employee", "type", "since", "until"] as const;

/** `seatkeeper dlq show ID`: one whole dead letter. @throws CommandFailed if there is none with this ID */
export const dlqShow = async (id: string, options: ShowOptions): Promise<CommandResult> => {
  const summaries = await summarizeQueues({ ...options, id });
  const found = summaries.find(({ matching }) => matching > 0);
  const [deadLetter] = found?.deadLetters ?? [];
  if (found === undefined || deadLetter === undefined) {
    const filtered = FILTERS.some((name) => options[name] !== undefined) ? " that the other options allow" : "";
    const missing = `There is no dead letter ${visible(id)} in the stage ${options.stage}${filtered}`;
    throw new CommandFailed([missing, ...inFlightNote(inFlightIn(summaries))].join("\n"));
  }
  const guidance = Object.hasOwn(FAILURES, deadLetter.code) ? FAILURES[deadLetter.code] : UNKNOWN;
  const print = options.json ? showDocument : showText;
  return { text: print(found.queue, deadLetter, guidance, options.reveal), complete: true };
};

const showDocument = (queue: string, deadLetter: DeadLetter, guidance: Guidance, reveal = false): string => {
  const body = reveal ? deadLetter.body : maskedJson(deadLetter.body);
  const document = deadLetterDocument(queue, deadLetter);
  return JSON.stringify({ ...document, failedAt: deadLetter.reason?.failedAt, ...guidance, body }, null, 2);
};

const showText = (queue: string, deadLetter: DeadLetter, { happened, fix }: Guidance, reveal = false): string =>
  [
    heading(`${deadLetter.code}: ${deadLetter.message}`),
    `  ${happened}`,
    `  ${fix}`,
    "",
    ...Object.entries({
      id: deadLetter.id,
      queue,
      event: deadLetter.eventId,
      type: deadLetter.type,
      employee: deadLetter.employeeId,
      "failed at": deadLetter.reason?.failedAt,
      "in the queue since": deadLetter.sentAt,
      attempts: deadLetter.attempts,
      replays: deadLetter.replays,
    }).map(([name, value]) => `${name.padEnd(20)}${visible(String(value ?? "unknown"))}`),
    "",
    reveal ? revealedBody(deadLetter.body) : maskedBody(deadLetter.body),
  ].join("\n");

/** Indented, so that no line of the body can look like one of ours. */
const revealedBody = (body: string): string =>
  body
    .split(/\r?\n/)
    .map((line) => `  ${visible(line)}`)
    .join("\n");
