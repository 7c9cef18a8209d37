import { type Letter, matchesFilter } from "../domain/letter.ts";
import { walkLetters } from "../domain/walk-letters.ts";
import { readLetter } from "../events/read-letter.ts";
import { letterDocument } from "./dlq-list.ts";
import type { CommandResult } from "./dlq-replay.ts";
import { interruption } from "./interruption.ts";
import { openLetterFile } from "./letter-file.ts";
import { maskedJson } from "./mask.ts";
import { type LetterOptions, selectionOf } from "./options.ts";
import { withQueues } from "./survey.ts";

export type ExportOptions = LetterOptions & { readonly reveal?: boolean };

/** `seatkeeper dlq export FILE`: writes letters as JSON Lines and leaves them where they are. An export that fails leaves no file. */
export const dlqExport = async (path: string, options: ExportOptions): Promise<CommandResult> => {
  const { filter, limit = Number.POSITIVE_INFINITY } = selectionOf(options);
  const { isInterrupted } = interruption();
  const startedAt = new Date().toISOString();
  let written = 0;
  const file = openLetterFile(path);
  try {
    await withQueues(options, async (queues) => {
      for (const queue of queues) {
        await walkLetters(
          queue,
          { startedAt, shouldStop: () => isInterrupted() || written >= limit },
          async (batch) => {
            const meant = batch.map(readLetter).filter((letter) => matchesFilter(letter, filter));
            for (const letter of meant.slice(0, limit - written)) {
              file.append(exportLine(queue.name, letter, options.reveal ?? false));
              written += 1;
            }
            return [];
          },
        );
      }
    });
  } catch (error) {
    file.discard();
    throw error;
  }
  if (isInterrupted()) {
    file.discard();
    return { text: "Interrupted: nothing was written", complete: false };
  }
  file.close();
  return {
    text: options.json ? JSON.stringify({ written, file: path }) : `${written} letters written to ${path}`,
    complete: true,
  };
};

/** One letter; with `reveal` its body as it is, else with emails and names masked. */
export const exportLine = (queue: string, letter: Letter, reveal: boolean): string =>
  JSON.stringify({
    ...letterDocument(queue, letter),
    attributes: Object.fromEntries(
      Object.entries(letter.attributes).map(([name, { stringValue }]) => [name, stringValue]),
    ),
    body: reveal ? letter.body : maskedJson(letter.body),
  });
