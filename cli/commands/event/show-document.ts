import type { DeadLetter } from "../../../dead-letters/dead-letter.ts";
import type { Sighting } from "../../sightings.ts";

/** A dead letter of the event. `messageId` is that of the message that failed; `id` is the dead letter's own. */
export type EventDeadLetter = Pick<
  DeadLetter,
  "id" | "code" | "message" | "eventId" | "employeeId" | "attempts" | "replays"
> & { readonly queue: string; readonly messageId?: string; readonly failedAt: string };

/**
 * `event show --json`: where the event was seen. Two sources may use one ID, and a dead letter may be applied since: all
 * are listed. `sightings` are from the records, `read` says how many were read, of which `unreadable` are of another
 * release. `inFlight` dead letters could not be looked at. `queued`, in source queues, were not handled yet: it is there if
 * the event was not seen. Sources are there with --reveal.
 */
export type EventShowDocument = {
  readonly id: string;
  readonly stage: string;
  readonly sightings: readonly Sighting[];
  readonly deadLetters: readonly EventDeadLetter[];
  readonly read: number;
  readonly unreadable: number;
  readonly inFlight: number;
  readonly queued?: number;
};
