import type { ActiveFact, Cancellation, FactEvent } from "../../domain/facts/hr-event.ts";

/** Who says it, in one object with what is said, so that tests set only what matters to them. */
type Publication = Partial<Omit<FactEvent, "fact">>;
type Changes = Publication & Partial<Omit<ActiveFact, "kind">>;
type ActiveEvent = FactEvent & { readonly fact: ActiveFact };

/** A parsed hire, as events/parse.ts returns it. The digest represents the content unless a test overrides it. */
export const hired = (changes: Changes = {}): ActiveEvent => active("hired", { id: "hire-1", ...changes });

/** A parsed role change, a day after the hire. */
export const roleChanged = (changes: Changes = {}): ActiveEvent =>
  active("role-changed", {
    id: "change-1",
    publishedAt: "2026-03-02T00:00:00.000Z",
    effectiveAt: "2026-03-02T00:00:00.000Z",
    ...changes,
  });

/** A parsed leave, a month after the hire. */
export const left = ({ effectiveAt, ...changes }: Publication & { readonly effectiveAt?: string } = {}): FactEvent => ({
  ...published({ id: "leave-1", publishedAt: "2026-04-01T00:00:00.000Z", ...changes }),
  fact: { kind: "left", effectiveAt: effectiveAt ?? "2026-04-01T00:00:00.000Z" },
});

/** A parsed cancellation of the event with this ID. */
export const cancelled = (cancels: string, changes: Publication = {}): Cancellation => ({
  ...published({ id: `cancel-${cancels}`, ...changes }),
  cancels,
});

/** The current time in every test: after all fixtures, before 2099. */
export const NOW = new Date("2026-06-01T12:00:00.000Z");

const published = ({ id = "event", source, publishedAt, sequence, employeeId, digest, messageId }: Publication) => ({
  id,
  source: source ?? "/hr",
  publishedAt: publishedAt ?? "2026-03-01T00:00:00.000Z",
  ...(sequence === undefined ? {} : { sequence }),
  employeeId: employeeId ?? "E1",
  digest: digest ?? `digest of ${id}`,
  ...(messageId === undefined ? {} : { messageId }),
});

const active = (kind: ActiveFact["kind"], changes: Changes): ActiveEvent => {
  const { id, source, publishedAt, sequence, employeeId, digest, messageId, ...said } = changes;
  const fact = {
    kind,
    effectiveAt: "2026-03-01T00:00:00.000Z",
    email: "ana@example.com",
    role: { title: "Engineer", department: "Engineering", attributes: {} },
    ...said,
  };
  const publication = { id, source, publishedAt, sequence, employeeId, digest, messageId };
  return { ...published(Object.fromEntries(Object.entries(publication).filter(([, value]) => value))), fact };
};
