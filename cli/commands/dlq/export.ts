import type { DeadLetter } from "../../../dead-letters/dead-letter.ts";
import type { CommandResult } from "../../command-result.ts";
import { createDeadLetterFile } from "../../dead-letter-file.ts";
import { interruption } from "../../interruption.ts";
import { maskedJson } from "../../mask.ts";
import { type DeadLetterOptions, selectionOf } from "../../options.ts";
import { counted } from "../../print.ts";
import { visitMatching } from "../../visit-matching.ts";
import { deadLetterDocument } from "./list.ts";

export type ExportOptions = DeadLetterOptions & { readonly reveal?: boolean };

/** `seatkeeper dlq export FILE`: writes letters as JSON Lines and leaves them where they are. An export that fails leaves no file. */
export const dlqExport = async (path: string, options: ExportOptions): Promise<CommandResult> => {
  selectionOf(options);
  const file = createDeadLetterFile(path);
  let written = 0;
  try {
    await visitMatching(options, async (queue, letters) => {
      for (const letter of letters)
        file.append(JSON.stringify(exportDocument(queue.name, letter, options.reveal ?? false)));
      written += letters.length;
      return [];
    });
  } catch (error) {
    file.discard();
    throw error;
  }
  if (interruption().isInterrupted()) {
    file.discard();
    return { text: "", complete: false, problem: "Interrupted: no file was written" };
  }
  file.close();
  const text = options.json
    ? JSON.stringify({ written, file: path })
    : `${counted(written, "letter")} written to ${path}`;
  return { text, complete: true };
};

/** One letter; with `reveal` its body as it is, else with emails and names masked. Binary attributes are in Base64. */
export const exportDocument = (queue: string, letter: DeadLetter, reveal: boolean) => ({
  ...deadLetterDocument(queue, letter),
  attributes: Object.fromEntries(
    Object.entries(letter.attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { dataType, value: binaryValue === undefined ? stringValue : Buffer.from(binaryValue).toString("base64") },
    ]),
  ),
  body: reveal ? letter.body : maskedJson(letter.body),
});
