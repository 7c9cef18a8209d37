import { type Bodies, openBodies } from "../event-files/read-bodies.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import { eventLine } from "../preview/event-line.ts";
import type { Preview } from "../preview/preview-events.ts";
import { summaryText } from "../preview/preview-summary.ts";
import type { PreviewedEvent } from "../preview/previewed-event.ts";
import { type PreviewSource, withPreview } from "../preview/with-preview.ts";
import { counted, jsonLine } from "../print.ts";
import { type CommandResult, print } from "../program.ts";
import { progressBar } from "../progress.ts";

export type PreviewCommandOptions = PreviewSource & {
  readonly json?: boolean;
  readonly limit?: number;
  readonly strict?: boolean;
};

/** How many events are shown without --limit; and dead letters, which need somebody, in any case. */
const SHOWN = 50;
const DEAD_LETTERS_SHOWN = 100;

/**
 * `seatkeeper preview FILE…`: what each event would do, and what all of them come to. `write` prints a line while it
 * goes on. With --json that is a line of JSON for each event, as PreviewedEvent, and the last is the PreviewSummary.
 * @throws UsageError, CommandFailed
 */
export const preview = async (
  files: readonly string[],
  options: PreviewCommandOptions,
  write: (line: string) => void = print,
): Promise<CommandResult> => {
  const bodies = await openBodies(files);
  catchInterruption();
  return withPreview(options, async (opened) => {
    const shown = options.json ? everyEvent(write) : firstEvents(options.limit, write);
    await show(opened, bodies, shown.add);
    const summary = opened.summary();
    const { "dead-lettered": deadLettered } = summary.outcomes;
    const isStopped = isInterrupted();
    return {
      text: options.json ? jsonLine(summary) : [...shown.left(), "", summaryText(summary)].join("\n"),
      complete: !isStopped && !(options.strict === true && deadLettered > 0),
      ...(isStopped ? { problem: `Interrupted: the summary is of the first ${summary.events} events` } : {}),
    };
  });
};

const show = async (opened: Preview, bodies: Bodies, showEvent: (event: PreviewedEvent) => void): Promise<void> => {
  const bar = progressBar("preview", bodies.count, "events");
  let seen = 0;
  for await (const event of opened.events(bodies.read())) {
    showEvent(event);
    seen += 1;
    bar.show(seen);
    if (isInterrupted()) break;
  }
  bar.end();
};

const everyEvent = (write: (line: string) => void) => ({
  add: (event: PreviewedEvent) => write(jsonLine(event)),
  left: () => [],
});

/** Of many events the first, and further dead letters; `left` says how many there are beside them. */
const firstEvents = (limit = SHOWN, write: (line: string) => void) => {
  let [seen, shown, dead] = [0, 0, 0];
  return {
    add: (event: PreviewedEvent): void => {
      seen += 1;
      const isDead = event.outcome === "dead-lettered" && dead < DEAD_LETTERS_SHOWN;
      if (seen > limit && !isDead) return;
      shown += 1;
      if (isDead) dead += 1;
      write(eventLine(event));
    },
    left: () => (seen > shown ? [`… and ${counted(seen - shown, "event")} more: --limit or --json shows them`] : []),
  };
};
