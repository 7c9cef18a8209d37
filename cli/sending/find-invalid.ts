import { type BadEvent, badEvent } from "../event-files/check-event.ts";
import type { Bodies, SourceLine } from "../event-files/read-bodies.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import { progressBar } from "../progress.ts";

/** What is wrong with each bad event, by its place among the bodies, from 0. */
export type Invalid = ReadonlyMap<number, BadEvent>;

/** Looks at every event before anything is sent, until Ctrl-C. */
export const findInvalid = async (bodies: Bodies, now: Date): Promise<Invalid> => {
  catchInterruption();
  const invalid = new Map<number, BadEvent>();
  const bar = progressBar("checking", bodies.count, "events");
  let index = 0;
  for await (const line of bodies.read()) {
    if (isInterrupted()) break;
    const bad = badEvent(line, now);
    if (bad !== undefined) invalid.set(index, bad);
    index += 1;
    bar.show(index);
  }
  bar.end();
  return invalid;
};

/** The bodies without the invalid ones. */
export async function* withoutInvalid({ read }: Bodies, invalid: Invalid): AsyncGenerator<SourceLine> {
  let index = 0;
  for await (const line of read()) {
    if (!invalid.has(index)) yield line;
    index += 1;
  }
}
