import type { License } from "../../../domain/accounts/license.ts";
import type { EventKind } from "../../../domain/facts/hr-event.ts";
import { eventBody } from "../../support/event-bodies.ts";
import type { Fault } from "./faults.ts";

export type QueueName = "hired" | "changed";

/**
 * One message that HR sends. Days count from 2026-01-01; `title` is the license that the policy of the simulation gives. `poison` is a body
 * that is no event. Two with one `id` and other content are a mistake of HR's.
 */
export type SentEvent = {
  readonly id: string;
  readonly kind: EventKind;
  readonly employeeId: string;
  readonly email: string;
  readonly effectiveDay: number;
  readonly publishedDay: number;
  readonly title: License;
  readonly poison?: boolean;
};

/** What happens, in order. Numbers choose among what is there, so that a shorter history still means something. */
export type Step =
  | { readonly do: "deliver"; readonly queue: QueueName; readonly from: number; readonly size: number }
  | { readonly do: "run"; readonly calls: number }
  | { readonly do: "crash"; readonly worker: number }
  | { readonly do: "wait"; readonly seconds: number }
  | { readonly do: "duplicate"; readonly event: number }
  | { readonly do: "replay"; readonly queue: QueueName };

export type History = {
  readonly events: readonly SentEvent[];
  /** Emails that have a user before Seatkeeper comes. */
  readonly users: readonly string[];
  /** How long, in seconds, ListUsers does not see a new user. */
  readonly findLag: number;
  readonly steps: readonly Step[];
  readonly faults: readonly Fault[];
};

const DAY_0 = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
export const dayOf = (day: number): string => new Date(DAY_0 + day * DAY).toISOString();

/** When a history begins: events of day 10 and before are effective. */
export const STARTS_AT = DAY_0 + 10 * DAY;

export const bodyOf = (event: SentEvent): string => {
  if (event.poison === true) return `{"id":"${event.id}","email":"${event.email}"`;
  const { id, kind, employeeId, email, effectiveDay, publishedDay, title } = event;
  const role = { title, department: "Simulation" };
  const data = { employeeId, email, effectiveAt: dayOf(effectiveDay), role };
  return JSON.stringify(eventBody(kind, data, { id, time: dayOf(publishedDay) }));
};
