import { scan } from "../../../dead-letters/scan.ts";
import { exportDocument } from "../../dead-letter-document.ts";
import { isInterrupted } from "../../interruption.ts";
import { createNewFile, type NewFile } from "../../new-file.ts";
import { type DeadLetterOptions, scanOptions } from "../../options.ts";
import { counted, inFlightNote } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { totalInFlight, withQueues } from "../../stage.ts";
import { visible } from "../../visible.ts";

export type ExportOptions = DeadLetterOptions & { readonly reveal?: boolean };

/** `seatkeeper dlq export FILE`: writes dead letters as JSON Lines and deletes none. A failed export leaves no file. */
export const dlqExport = async (path: string, options: ExportOptions): Promise<CommandResult> => {
  const file = createNewFile(path);
  const { written, inFlight } = await exportTo(file, options).catch((error: unknown) => {
    file.discard();
    throw error;
  });
  if (isInterrupted()) {
    file.discard();
    return { text: "", complete: false, problem: "Interrupted: no file was written" };
  }
  file.close();
  if (options.json) return { text: JSON.stringify({ written, inFlight, file: path }), complete: true };
  const text = `${counted(written, "dead letter")} written to ${visible(path)}`;
  return { text: [text, ...inFlightNote(inFlight)].join("\n"), complete: true };
};

type Exported = { readonly written: number; readonly inFlight: number };

const exportTo = async (file: NewFile, options: ExportOptions): Promise<Exported> => {
  let [written, inFlight] = [0, 0];
  await withQueues(options, async (queues) => {
    inFlight = await totalInFlight(queues);
    await scan(queues, scanOptions(options, options.limit), async ({ queue, selected }) => {
      for (const deadLetter of selected) file.append(exportDocument(queue.name, deadLetter, options.reveal ?? false));
      written += selected.length;
      return [];
    });
  });
  return { written, inFlight };
};
