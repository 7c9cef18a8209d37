import { confirmStage } from "../../../config/confirm-stage.ts";
import { scan } from "../../../dead-letters/scan.ts";
import { exportDocument } from "../../dead-letter-document.ts";
import { deadLetterTable, NO_MATCH } from "../../dead-letter-table.ts";
import { CommandFailed } from "../../errors.ts";
import { isInterrupted } from "../../interruption.ts";
import { createNewFile } from "../../new-file.ts";
import { type DeadLetterOptions, scanOptions } from "../../options.ts";
import { counted, inFlightNote } from "../../print.ts";
import { type CommandResult, orInterrupted } from "../../program.ts";
import { totalInFlight, withQueues } from "../../stage.ts";
import { inFlightIn, matchingIn, planQueues } from "../../summaries.ts";
import { visible } from "../../visible.ts";

export type DiscardOptions = DeadLetterOptions & {
  readonly reason: string;
  readonly file?: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/** `failure` if SQS failed on the way. */
type Discarded = {
  readonly inFlight: number;
  readonly selected: number;
  readonly deleted: number;
  readonly failure?: string;
};

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
  const summaries = await planQueues(options, { skipExhausted: false });
  const [matching, inFlight] = [matchingIn(summaries), inFlightIn(summaries)];
  const shown = deadLetterTable(summaries, new Date());
  const planned = matching === 0 ? shown : `${shown}\nNothing was discarded: --execute does it.`;
  const text = options.json ? JSON.stringify({ dryRun: true, matching, inFlight }) : planned;
  return orInterrupted(text, isInterrupted(), "there may be more dead letters than these");
};

const discardTo = async (path: string, options: DiscardOptions): Promise<Discarded> => {
  const file = createNewFile(path);
  let [inFlight, selected, deleted] = [0, 0, 0];
  try {
    await withQueues(options, async (queues) => {
      inFlight = await totalInFlight(queues);
      await scan(queues, scanOptions(options, options.limit), async (batch) => {
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
      });
    });
    return { inFlight, selected, deleted };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    return { inFlight, selected, deleted, failure: error.message };
  } finally {
    if (selected === 0) file.discard();
    else file.close();
  }
};

const report = ({ inFlight, selected, deleted, failure }: Discarded, path: string, json: boolean): CommandResult => {
  const interrupted = isInterrupted();
  const file = selected === 0 ? undefined : path;
  const done =
    file === undefined
      ? NO_MATCH
      : `${deleted} of ${counted(selected, "dead letter")} discarded; each is kept in ${visible(file)}`;
  const text = [done, ...inFlightNote(inFlight)].join("\n");
  const problem = failure ?? (interrupted ? "Interrupted: the other dead letters stay in their queue" : undefined);
  return {
    text: json ? JSON.stringify({ selected, deleted, inFlight, file, interrupted, failure }) : text,
    complete: deleted === selected && problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  };
};
