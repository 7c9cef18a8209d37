import type { License } from "../../../domain/accounts/license.ts";
import type { EventKind } from "../../../domain/facts/hr-event.ts";
import { eventBody } from "../../support/event-bodies.ts";
import type { Fault } from "./faults.ts";

export type QueueName = "hired" | "changed";

/**
 * One message that HR sends. Days count from 2026-01-01; `title` is the license that the simulation's policy gives.
 * `poison` means a body that is not an event. Two events of one source with the same `id` but different content are a
 * mistake by HR; of two sources they are just two events.
 */
export type SentEvent = {
  readonly id: string;
  /** `/hr` if it is not given. */
  readonly source?: string;
  readonly kind: EventKind;
  readonly employeeId: string;
  readonly email: string;
  readonly effectiveDay: number;
  readonly publishedDay: number;
  readonly title: License;
  readonly poison?: boolean;
};

/**
 * One step of a history. Numbers wrap around the available choices, so that a step stays valid when fast-check shrinks
 * the history.
 */
export type Step =
  | { readonly do: "deliver"; readonly queue: QueueName; readonly from: number; readonly size: number }
  | { readonly do: "run"; readonly calls: number }
  | { readonly do: "crash"; readonly worker: number }
  | { readonly do: "wait"; readonly seconds: number }
  | { readonly do: "duplicate"; readonly event: number }
  | { readonly do: "replay"; readonly queue: QueueName };

export type History = {
  readonly events: readonly SentEvent[];
  /** Emails that already have a user. */
  readonly users: readonly string[];
  /** How long ListUsers does not return a new user, in seconds. */
  readonly findLag: number;
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
};

const DAY_0 = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
export const dayOf = (day: number): string => new Date(DAY_0 + day * DAY).toISOString();

/** When a history begins: events up to day 10 are effective. */
export const STARTS_AT = DAY_0 + 10 * DAY;

export const SOURCE = "/hr";

export const bodyOf = (event: SentEvent): string => {
  if (event.poison === true) return `{"id":"${event.id}","email":"${event.email}"`;
  const { id, source = SOURCE, kind, employeeId, email, effectiveDay, publishedDay, title } = event;
  const role = { title, department: "Simulation" };
  const data = { employeeId, email, effectiveAt: dayOf(effectiveDay), role };
  return JSON.stringify(eventBody(kind, data, { id, source, time: dayOf(publishedDay) }));
};
