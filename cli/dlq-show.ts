import { FAILURE_GUIDE, type Guidance } from "../domain/failure-guide.ts";
import type { Letter } from "../domain/letter.ts";
import type { CommandResult } from "./command-result.ts";
import { letterDocument } from "./dlq-list.ts";
import { maskedBody, maskedJson } from "./mask.ts";
import type { LetterOptions } from "./options.ts";
import { heading } from "./print.ts";
import { survey } from "./survey.ts";
import { CommandFailed } from "./usage-error.ts";

export type ShowOptions = LetterOptions & { readonly reveal?: boolean };

const UNKNOWN: Guidance = {
  meaning: "This release does not know the code.",
  remedy: "Look it up in the runbook of the release that is deployed.",
};

/** `seatkeeper dlq show ID`: one letter, whole. @throws CommandFailed where there is none with this ID */
export const dlqShow = async (id: string, options: ShowOptions): Promise<CommandResult> => {
  const surveys = await survey({ ...options, id });
  const found = surveys.flatMap(({ queue, letters }) => letters.map((letter) => ({ queue, letter })))[0];
  if (found === undefined) throw new CommandFailed(`There is no dead letter ${id} in the stage ${options.stage}`);
  const { queue, letter } = found;
  const guidance = Object.hasOwn(FAILURE_GUIDE, letter.code) ? FAILURE_GUIDE[letter.code] : UNKNOWN;
  const print = options.json ? showDocument : showText;
  return { text: print(queue, letter, guidance, options.reveal), complete: true };
};

const showDocument = (queue: string, letter: Letter, guidance: Guidance, reveal = false): string => {
  const body = reveal ? letter.body : maskedJson(letter.body);
  return JSON.stringify(
    { ...letterDocument(queue, letter), failedAt: letter.reason?.failedAt, ...guidance, body },
    null,
    2,
  );
};

const showText = (queue: string, letter: Letter, { meaning, remedy }: Guidance, reveal = false): string =>
  [
    heading(`${letter.code}: ${letter.message}`),
    `  ${meaning}`,
    `  ${remedy}`,
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
