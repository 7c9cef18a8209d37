import { confirmStage } from "../../../config/confirm-stage.ts";
import type { CommandResult } from "../../command-result.ts";
import { createDeadLetterFile } from "../../dead-letter-file.ts";
import { interruption } from "../../interruption.ts";
import { type DeadLetterOptions, selectionOf } from "../../options.ts";
import { counted } from "../../print.ts";
import { matchingIn, survey } from "../../summaries.ts";
import { CommandFailed } from "../../usage-error.ts";
import { visitMatching } from "../../visit-matching.ts";
import { exportDocument } from "./export.ts";
import { listText } from "./list.ts";

export type DiscardOptions = DeadLetterOptions & {
  readonly reason: string;
  readonly file?: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/** `failure` where SQS failed on the way. */
type Discard = { readonly selected: number; readonly deleted: number; readonly failure?: string };

/**
 * `seatkeeper dlq discard`: deletes letters for good. Each is written to a file first, whole and with the reason, so that nothing is
 * ever lost by a mistake; without --execute it only tells what would go.
 */
export const dlqDiscard = async (options: DiscardOptions): Promise<CommandResult> => {
  if (!options.execute) return dryRun(options);
  selectionOf(options);
  await confirmStage(options.stage, { confirmed: options.yes ?? false, otherwise: "give --yes" });
  const path = options.file ?? `discarded-${options.stage}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.jsonl`;
  return report(await discardTo(path, options), path, options.json ?? false);
};

const dryRun = async (options: DiscardOptions): Promise<CommandResult> => {
  const surveys = await survey(options);
  const matching = matchingIn(surveys);
  if (options.json) return { text: JSON.stringify({ dryRun: true, matching }), complete: true };
  if (matching === 0) return { text: "No dead letter matches.", complete: true };
  return { text: `${listText(surveys, new Date())}\nNothing was discarded: --execute does it.`, complete: true };
};

const discardTo = async (path: string, options: DiscardOptions): Promise<Discard> => {
  const file = createDeadLetterFile(path);
  let [selected, deleted] = [0, 0];
  try {
    await visitMatching(options, async (queue, letters) => {
      const discarded = { discardedAt: new Date().toISOString(), reason: options.reason };
      for (const letter of letters)
        file.append(JSON.stringify({ ...discarded, ...exportDocument(queue.name, letter, true) }));
      // On disk before it is gone from the queue.
      file.sync();
      selected += letters.length;
      const kept = new Set((await queue.remove(letters)).map(({ id }) => id));
      const gone = letters.filter(({ id }) => !kept.has(id));
      deleted += gone.length;
      return gone;
    });
    return { selected, deleted };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { selected, deleted, failure: error.message };
  } finally {
    if (selected === 0) file.discard();
    else file.close();
  }
};

const report = ({ selected, deleted, failure }: Discard, path: string, json: boolean): CommandResult => {
  const interrupted = interruption().isInterrupted();
  const file = selected === 0 ? undefined : path;
  const text =
    file === undefined
      ? "No dead letter matches."
      : `${deleted} of ${counted(selected, "letter")} discarded; all ${selected} kept in ${file}`;
  const problem = failure ?? (interrupted ? "Interrupted: the other letters lie where they were" : undefined);
  return {
    text: json ? JSON.stringify({ selected, deleted, file, interrupted, failure }) : text,
    complete: deleted === selected && problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  };
};
