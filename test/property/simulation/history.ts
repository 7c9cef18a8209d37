import type { License } from "../../../domain/accounts/license.ts";
import type { EventKind } from "../../../domain/facts/hr-event.ts";
import type { Fault } from "./faults.ts";
import type { ScimServerName } from "./scim-files.ts";

export type QueueName = "hired" | "changed" | "left";

/**
 * One message that HR sends, on the day when it is published, or at the begin of the history if that is later. Days
 * count from 2026-01-01; `title` is the license that the simulation's policy gives. `cancels` is the ID of the event that
 * a cancellation takes back. `poison` means a body that is not an event. Two events of one source with the same `id` but
 * different content are a mistake by HR; of two sources they are just two events.
 */
export type SentEvent = {
  readonly id: string;
  /** `/hr` if it is not given. */
  readonly source?: string;
  readonly kind: EventKind;
  readonly employeeId: string;
  readonly email: string;
  /** Ana Diaz if it is not given. */
  readonly name?: string;
  readonly effectiveDay: number;
  readonly publishedDay: number;
  readonly sequence?: number;
  readonly cancels?: string;
  readonly title: License;
  readonly poison?: boolean;
};

/** What an operator does by hand: `remake` deletes the user, and creates another one with the same email. */
export const BY_HAND = ["delete", "remake", "license", "suspend"] as const;
export type ByHand = (typeof BY_HAND)[number];

/**
 * One step of a history. Numbers wrap around the available choices, so that a step stays valid when fast-check shrinks
 * the history. `wake` is one run of the function that wakes whoever is due, `resync` is an operator's of one employee.
 */
export type Step =
  | { readonly do: "deliver"; readonly queue: QueueName; readonly from: number; readonly size: number }
  | { readonly do: "run"; readonly calls: number }
  | { readonly do: "crash"; readonly worker: number }
  | { readonly do: "wait"; readonly seconds: number }
  | { readonly do: "duplicate"; readonly event: number }
  | { readonly do: "replay"; readonly queue: QueueName }
  | { readonly do: "wake" }
  | { readonly do: "resync"; readonly employee: number }
  | { readonly do: "byHand"; readonly act: ByHand; readonly user: number; readonly license: License };

/** Amazon Chime, or one of the SCIM servers. */
export type DirectoryName = "chime" | ScimServerName;

export type History = {
  /** Chime if it is not given. */
  readonly directory?: DirectoryName;
  readonly events: readonly SentEvent[];
  /** Emails that already have a user. */
  readonly users: readonly string[];
  /** How long a list does not show a new user, in seconds. */
  readonly findLag: number;
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
};

const DAY_0 = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
/** In ms. */
export const timeOf = (day: number): number => Math.round(DAY_0 + day * DAY);
export const dayOf = (day: number): string => new Date(timeOf(day)).toISOString();

/** When a history begins: events up to day 10 are effective. */
export const STARTS_AT = timeOf(10);

export const SOURCE = "/hr";
export const NAME = "Ana Diaz";

export const bodyOf = (event: SentEvent): string => {
  if (event.poison === true) return `{"id":"${event.id}","email":"${event.email}"`;
  const { id, source = SOURCE, kind, publishedDay, sequence } = event;
  return JSON.stringify({
    specversion: "1.0",
    id,
    source,
    type: `hr.employee.${kind}.v1`,
    time: dayOf(publishedDay),
    ...(sequence === undefined ? {} : { sequence: String(sequence) }),
    data: dataOf(event),
  });
};

const dataOf = ({ kind, employeeId, email, name = NAME, effectiveDay, cancels, title }: SentEvent): object => {
  if (kind === "change-cancelled") return { employeeId, cancels };
  const effectiveAt = dayOf(effectiveDay);
  if (kind === "left") return { employeeId, effectiveAt };
  return { employeeId, email, displayName: name, effectiveAt, role: { title, department: "Simulation" } };
};
