import { HIRED, type HrEvent, ROLE_CHANGED } from "../../domain/facts/hr-event.ts";

/** A parsed hire, as events/parse.ts hands it on. The digest stands for the content unless a test says otherwise. */
export const hired = (changes: Partial<HrEvent> = {}): HrEvent => event({ id: "hire-1", type: HIRED, ...changes });

/** A parsed role change, a day after the hire. */
export const roleChanged = (changes: Partial<HrEvent> = {}): HrEvent =>
  event({
    id: "change-1",
    type: ROLE_CHANGED,
    occurredAt: "2026-03-02T00:00:00.000Z",
    effectiveAt: "2026-03-02T00:00:00.000Z",
    ...changes,
  });

/** The same moment in every test: after all fixtures, before 2099. */
export const NOW = new Date("2026-06-01T12:00:00.000Z");

const event = ({ id, type, ...changes }: Partial<HrEvent> & Pick<HrEvent, "id" | "type">): HrEvent => ({
  id,
  type,
  source: "/hr",
  occurredAt: "2026-03-01T00:00:00.000Z",
  effectiveAt: "2026-03-01T00:00:00.000Z",
  employeeId: "E1",
  email: "ana@example.com",
  role: { title: "Engineer", department: "Engineering", attributes: {} },
  digest: `digest of ${id}`,
  ...changes,
});
