import type { StageEmployees } from "../employees.ts";
import { CommandFailed } from "../errors.ts";
import { isInterrupted } from "../interruption.ts";
import { progressBar } from "../progress.ts";
import { scanProgress } from "../scan-progress.ts";
import type { StageReader } from "./plan-events.ts";
import type { Roster } from "./roster.ts";

/**
 * The roster, read with a bar that says how much of the file is done, until Ctrl-C: then it throws CommandFailed.
 * `title` is what is done with its rows.
 */
export const withBar = (roster: Roster, title: string): Roster => ({
  ...roster,
  rows: async function* () {
    const bar = progressBar(title, inKilobytes(roster.file.bytes), "kB");
    try {
      yield* untilInterrupted(roster.rows((bytes) => bar.show(inKilobytes(bytes))));
    } finally {
      bar.end();
    }
  },
});

const inKilobytes = (bytes: number): number => Math.ceil(bytes / 1000);

/** What an import reads of a stage: a scan of it shows how far it is, until Ctrl-C: then it throws CommandFailed. */
export const readerWithBar = ({ readAll, scan, items }: StageEmployees): StageReader => ({
  readAll,
  scan: async function* () {
    const progress = await scanProgress(items);
    try {
      yield* untilInterrupted(scan(progress.add));
    } finally {
      progress.end();
    }
  },
});

/** @throws CommandFailed once Ctrl-C was pressed */
async function* untilInterrupted<T>(each: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const one of each) {
    if (isInterrupted()) throw new CommandFailed("Interrupted: nothing was sent");
    yield one;
  }
}
