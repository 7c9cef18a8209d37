import type { Fact, HrEvent } from "../../domain/facts/hr-event.ts";

/** The members of a fact and of its event in one object, so that tests set only what matters to them. */
type Changes = Partial<Omit<HrEvent, "fact"> & Omit<Fact, "kind">>;

/** A parsed hire, as events/parse.ts returns it. The digest represents the content unless a test overrides it. */
export const hired = (changes: Changes = {}): HrEvent => event("hired", { id: "hire-1", ...changes });

/** A parsed role change, a day after the hire. */
export const roleChanged = (changes: Changes = {}): HrEvent =>
  event("role-changed", {
    id: "change-1",
    publishedAt: "2026-03-02T00:00:00.000Z",
    effectiveAt: "2026-03-02T00:00:00.000Z",
    ...changes,
  });

/** The current time in every test: after all fixtures, before 2099. */
export const NOW = new Date("2026-06-01T12:00:00.000Z");

const event = (kind: Fact["kind"], changes: Changes & { readonly id: string }): HrEvent => {
  const { id, source, publishedAt, employeeId, digest, ...said } = changes;
  const fact = {
    kind,
    effectiveAt: "2026-03-01T00:00:00.000Z",
    email: "ana@example.com",
    role: { title: "Engineer", department: "Engineering", attributes: {} },
    ...said,
  };
  return {
    id,
    source: source ?? "/hr",
    publishedAt: publishedAt ?? "2026-03-01T00:00:00.000Z",
    employeeId: employeeId ?? "E1",
    fact,
    digest: digest ?? `digest of ${id}`,
  };
};
