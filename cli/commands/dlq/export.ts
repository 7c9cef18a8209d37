import { scan } from "../../../dead-letters/scan.ts";
import { exportDocument } from "../../dead-letter-document.ts";
import { createDeadLetterFile, type DeadLetterFile } from "../../dead-letter-file.ts";
import { isInterrupted } from "../../interruption.ts";
import { type DeadLetterOptions, scanOptions } from "../../options.ts";
import { counted } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { withQueues } from "../../stage.ts";

export type ExportOptions = DeadLetterOptions & { readonly reveal?: boolean };

/** `seatkeeper dlq export FILE`: writes dead letters as JSON Lines and deletes none. A failed export leaves no file. */
export const dlqExport = async (path: string, options: ExportOptions): Promise<CommandResult> => {
  const file = createDeadLetterFile(path);
  const written = await exportTo(file, options).catch((error: unknown) => {
    file.discard();
    throw error;
  });
  if (isInterrupted()) {
    file.discard();
    return { text: "", complete: false, problem: "Interrupted: no file was written" };
  }
  file.close();
  const text = `${counted(written, "dead letter")} written to ${path}`;
  return { text: options.json ? JSON.stringify({ written, file: path }) : text, complete: true };
};

const exportTo = async (file: DeadLetterFile, options: ExportOptions): Promise<number> => {
  let written = 0;
  await withQueues(options, (queues) =>
    scan(queues, scanOptions(options, options.limit), async ({ queue, selected }) => {
      for (const deadLetter of selected) file.append(exportDocument(queue.name, deadLetter, options.reveal ?? false));
      written += selected.length;
      return [];
    }),
  );
  return written;
};
