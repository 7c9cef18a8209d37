import { deadLetterDocument } from "../../dead-letter-document.ts";
import { deadLetterTable } from "../../dead-letter-table.ts";
import { isInterrupted } from "../../interruption.ts";
import type { DeadLetterOptions } from "../../options.ts";
import { type CommandResult, orInterrupted } from "../../program.ts";
import { countsByCode, inFlightIn, matchingIn, type QueueSummary, summarizeQueues } from "../../summaries.ts";

/** `seatkeeper dlq list`: shows the dead letters and consumes none. */
export const dlqList = async (options: DeadLetterOptions): Promise<CommandResult> => {
  const summaries = await summarizeQueues(options);
  const text = options.json ? listDocument(summaries) : deadLetterTable(summaries, new Date());
  return orInterrupted(text, isInterrupted(), "there may be more dead letters than these");
};

const listDocument = (summaries: readonly QueueSummary[]): string =>
  JSON.stringify(
    {
      matching: matchingIn(summaries),
      inFlight: inFlightIn(summaries),
      byCode: Object.fromEntries(countsByCode(summaries)),
      deadLetters: summaries.flatMap(({ queue, deadLetters }) =>
        deadLetters.map((deadLetter) => deadLetterDocument(queue, deadLetter)),
      ),
    },
    null,
    2,
  );
