import type { EventKind } from "../../domain/facts/hr-event.ts";
import { CATALOGUE } from "../../events/catalogue.ts";

/** An HR event as a CloudEvent. `data` overrides members of its data, `members` overrides members of the envelope. */
export const eventBody = (kind: EventKind, data: object = {}, members: object = {}) => ({
  specversion: "1.0",
  id: `${kind}-1`,
  source: "/hr",
  type: CATALOGUE[kind].type,
  time: "2026-03-01T00:00:00Z",
  data: {
    employeeId: "E1",
    email: "ana@example.com",
    displayName: "Ana Diaz",
    effectiveAt: "2026-03-01T00:00:00Z",
    role: { title: "Pro", department: "Sales" },
    ...data,
  },
  ...members,
});

export const hireBody = (data: object = {}, members: object = {}) =>
  eventBody("hired", data, { id: "hire-1", ...members });

/** A month after the hire. */
export const roleChangeBody = (data: object = {}, members: object = {}) =>
  eventBody("role-changed", { effectiveAt: "2026-04-01T00:00:00Z", ...data }, members);
