import type { DeadLetter } from "../../../dead-letters/dead-letter.ts";
import { FAILURES } from "../../../domain/failures.ts";
import type { CommandResult } from "../../command-result.ts";
import { maskedBody, maskedJson } from "../../mask.ts";
import type { DeadLetterOptions } from "../../options.ts";
import { heading } from "../../print.ts";
import { survey } from "../../summaries.ts";
import { CommandFailed } from "../../usage-error.ts";
import { deadLetterDocument } from "./list.ts";

export type ShowOptions = DeadLetterOptions & { readonly reveal?: boolean };

type Guidance = { readonly happened: string; readonly fix: string };

const UNKNOWN: Guidance = {
  happened: "This release does not know the code.",
  fix: "Look it up in the runbook of the release that is deployed.",
};

/** `seatkeeper dlq show ID`: one letter, whole. @throws CommandFailed where there is none with this ID */
export const dlqShow = async (id: string, options: ShowOptions): Promise<CommandResult> => {
  const surveys = await survey({ ...options, id });
  const found = surveys.flatMap(({ queue, letters }) => letters.map((letter) => ({ queue, letter })))[0];
  if (found === undefined) throw new CommandFailed(`There is no dead letter ${id} in the stage ${options.stage}`);
  const { queue, letter } = found;
  const guidance = Object.hasOwn(FAILURES, letter.code) ? FAILURES[letter.code] : UNKNOWN;
  const print = options.json ? showDocument : showText;
  return { text: print(queue, letter, guidance, options.reveal), complete: true };
};

const showDocument = (queue: string, letter: DeadLetter, guidance: Guidance, reveal = false): string => {
  const body = reveal ? letter.body : maskedJson(letter.body);
  return JSON.stringify(
    { ...deadLetterDocument(queue, letter), failedAt: letter.reason?.failedAt, ...guidance, body },
    null,
    2,
  );
};

const showText = (queue: string, letter: DeadLetter, { happened, fix }: Guidance, reveal = false): string =>
  [
    heading(`${letter.code}: ${letter.message}`),
    `  ${happened}`,
    `  ${fix}`,
    "",
    ...Object.entries({
      letter: letter.id,
      queue,
      event: letter.eventId,
      type: letter.type,
      employee: letter.employeeId,
      "failed at": letter.reason?.failedAt,
      "in the queue since": letter.sentAt,
      attempts: letter.attempts,
      replays: letter.replays,
    }).map(([name, value]) => `${name.padEnd(20)}${value ?? "not known"}`),
    "",
    reveal ? letter.body : maskedBody(letter.body),
  ].join("\n");
