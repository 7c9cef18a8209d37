import type { SentEvent } from "../simulation/history.ts";

/** Employee E1's hire on day 1, as Basic. */
export const hire = (changes: Partial<SentEvent> = {}): SentEvent => event({ id: "hire", kind: "hired", ...changes });

/** Employee E1's role change on day 2, to Pro. */
export const change = (changes: Partial<SentEvent> = {}): SentEvent =>
  event({ id: "change", kind: "role-changed", effectiveDay: 2, title: "Pro", ...changes });

/** Employee E1's leave on day 4. */
export const leave = (changes: Partial<SentEvent> = {}): SentEvent =>
  event({ id: "leave", kind: "left", effectiveDay: 4, ...changes });

/** Takes back the event `cancels` of employee E1. */
export const cancel = (cancels: string, changes: Partial<SentEvent> = {}): SentEvent =>
  event({ id: "cancel", kind: "change-cancelled", cancels, ...changes });

const event = (changes: Partial<SentEvent> & Pick<SentEvent, "id" | "kind">): SentEvent => ({
  employeeId: "E1",
  email: "e1@example.com",
  effectiveDay: 1,
  publishedDay: 1,
  title: "Basic",
  ...changes,
});

/** One event for each of `count` employees. */
export const many = (
  count: number,
  make: (changes: Partial<SentEvent>) => SentEvent,
  changes: Partial<SentEvent> = {},
) =>
  Array.from({ length: count }, (_, index) =>
    make({ id: `event-${index}`, employeeId: `E${index}`, email: `e${index}@example.com`, ...changes }),
  );
