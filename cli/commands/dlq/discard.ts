import { confirmStage } from "../../../config/confirm-stage.ts";
import { scan } from "../../../dead-letters/scan.ts";
import { exportDocument } from "../../dead-letter-document.ts";
import { createDeadLetterFile } from "../../dead-letter-file.ts";
import { deadLetterTable, NO_MATCH } from "../../dead-letter-table.ts";
import { CommandFailed } from "../../errors.ts";
import { isInterrupted } from "../../interruption.ts";
import { type DeadLetterOptions, scanOptions } from "../../options.ts";
import { counted } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { withQueues } from "../../stage.ts";
import { matchingIn, summarizeQueues } from "../../summaries.ts";

export type DiscardOptions = DeadLetterOptions & {
  readonly reason: string;
  readonly file?: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/** `failure` if SQS failed on the way. */
type Discarded = { readonly selected: number; readonly deleted: number; readonly failure?: string };

/**
 * `seatkeeper dlq discard`: deletes dead letters for good. Each is first written to a file, whole and with the reason,
 * so that a mistake loses nothing. Without --execute it only shows what would go.
 */
export const dlqDiscard = async (options: DiscardOptions): Promise<CommandResult> => {
  if (!options.execute) return dryRun(options);
  await confirmStage(options.stage, { confirmed: options.yes ?? false, otherwise: "give --yes" });
  const path = options.file ?? `discarded-${options.stage}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.jsonl`;
  return report(await discardTo(path, options), path, options.json ?? false);
};

const dryRun = async (options: DiscardOptions): Promise<CommandResult> => {
  const summaries = await summarizeQueues(options);
  const matching = matchingIn(summaries);
  if (options.json) return { text: JSON.stringify({ dryRun: true, matching }), complete: true };
  if (matching === 0) return { text: NO_MATCH, complete: true };
  const text = `${deadLetterTable(summaries, new Date())}\nNothing was discarded: --execute does it.`;
  return { text, complete: true };
};

const discardTo = async (path: string, options: DiscardOptions): Promise<Discarded> => {
  const file = createDeadLetterFile(path);
  let [selected, deleted] = [0, 0];
  try {
    await withQueues(options, (queues) =>
      scan(queues, scanOptions(options, options.limit), async (batch) => {
        if (batch.selected.length === 0) return [];
        const discarded = { discardedAt: new Date().toISOString(), reason: options.reason };
        for (const each of batch.selected)
          file.append({ ...discarded, ...exportDocument(batch.queue.name, each, true) });
        // On disk before it is gone from the queue.
        file.sync();
        selected += batch.selected.length;
        const kept = new Set((await batch.queue.remove(batch.selected)).map(({ id }) => id));
        const gone = batch.selected.filter(({ id }) => !kept.has(id));
        deleted += gone.length;
        return gone;
      }),
    );
    return { selected, deleted };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { selected, deleted, failure: error.message };
  } finally {
    if (selected === 0) file.discard();
    else file.close();
  }
};

const report = ({ selected, deleted, failure }: Discarded, path: string, json: boolean): CommandResult => {
  const interrupted = isInterrupted();
  const file = selected === 0 ? undefined : path;
  const text =
    file === undefined
      ? NO_MATCH
      : `${deleted} of ${counted(selected, "dead letter")} discarded; each is kept in ${file}`;
  const problem = failure ?? (interrupted ? "Interrupted: the other dead letters stay in their queue" : undefined);
  return {
    text: json ? JSON.stringify({ selected, deleted, file, interrupted, failure }) : text,
    complete: deleted === selected && problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  };
};
