import { describe, expect, test } from "vitest";
import { cancel } from "../../../domain/facts/cancel.ts";
import { fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "./folded.ts";

const JULY = new Date("2026-07-01T00:00:00.000Z");
const inJuly = (changes: Parameters<typeof roleChanged>[0] = {}) =>
  roleChanged({ id: "july", effectiveAt: JULY.toISOString(), ...changes });

const april = roleChanged({ id: "april", publishedAt: "2026-04-01T00:00:00.000Z" });

test("takes the upcoming fact back, and neither the others nor what holds now", () => {
  const august = inJuly({ id: "august", effectiveAt: "2026-08-01T00:00:00.000Z" });
  const before = folded([hired(), inJuly(), august]);
  const { verdict, record } = fold(before, cancelled("july"), NOW);
  expect(verdict).toBe("cancelled");
  expect(record).toMatchObject({ cancelled: ["july /hr"], recentEvents: ["hire-1 /hr", "august /hr"], state: 1 });
  expect(record.upcoming.map(({ eventId }) => eventId)).toEqual(["august"]);
});

test.each([
  ["hire", hired({ id: "future", effectiveAt: JULY.toISOString() })],
  ["leave", left({ id: "future", effectiveAt: JULY.toISOString() })],
])("takes an upcoming %s back, too", (_, event) => {
  expect(folded([event, cancelled("future")]).upcoming).toEqual([]);
});

describe("is refused", () => {
  test.each<[what: string, before: HrEvent[], HrEvent, code: string, retryable: boolean]>([
    ["for an event that nobody has seen", [hired()], cancelled("july"), "CancelsUnknownEvent", true],
    ["for an event of nobody known", [], cancelled("july"), "CancelsUnknownEvent", true],
    ["for itself", [hired()], cancelled("me", { id: "me" }), "CancelsUnknownEvent", true],
    ["for another source's event", [inJuly()], cancelled("july", { source: "/payroll" }), "CancelsUnknownEvent", true],
    ["for the hire that holds", [hired()], cancelled("hire-1"), "AlreadyEffective", false],
    ["for a leave that holds", [hired(), left()], cancelled("leave-1"), "AlreadyEffective", false],
    [
      "for a fact that others overtook",
      [hired(), roleChanged(), april],
      cancelled("change-1"),
      "AlreadyEffective",
      false,
    ],
  ])("%s", (_, before, event, code, retryable) => {
    expect(() => folded([event], NOW, folded(before))).toThrow(expect.objectContaining({ code, retryable }));
  });

  test("for another employee's event", () => {
    const records = new Map([["E1", folded([inJuly()])]]);
    const event = cancelled("july", { employeeId: "E2" });
    expect(() => fold(records.get(event.employeeId), event, NOW)).toThrow(
      expect.objectContaining({ code: "CancelsUnknownEvent" }),
    );
  });

  test("for a fact whose moment has come, although nobody has applied it yet", () => {
    const before = folded([hired(), inJuly()]);
    expect(() => fold(before, cancelled("july"), JULY)).toThrow(
      expect.objectContaining({ code: "AlreadyEffective", retryable: false }),
    );
    expect(fold(before, cancelled("july"), new Date(JULY.getTime() - 1)).verdict).toBe("cancelled");
  });
});

test("for a fact that others overtook is refused for good as long as its key is kept, and then as unknown", () => {
  const overtaken = folded([hired(), roleChanged(), april]);
  const forgotten = { ...overtaken, recentEvents: ["april /hr"] };
  expect(() => fold(overtaken, cancelled("change-1"), NOW)).toThrow(
    expect.objectContaining({ code: "AlreadyEffective" }),
  );
  expect(() => fold(forgotten, cancelled("change-1"), NOW)).toThrow(
    expect.objectContaining({ code: "CancelsUnknownEvent" }),
  );
});

test("twice, also by another event, is a duplicate", () => {
  const record = folded([inJuly(), cancelled("july")]);
  expect(fold(record, cancelled("july"), NOW)).toEqual({ verdict: "duplicate", record });
  expect(fold(record, cancelled("july", { id: "again" }), NOW)).toEqual({ verdict: "duplicate", record });
});

test("keeps the fact away if it is delivered again, also once its day has come", () => {
  const record = folded([hired(), inJuly(), cancelled("july")]);
  expect(fold(record, inJuly(), NOW)).toEqual({ verdict: "cancelled", record });
  expect(fold(record, inJuly(), JULY)).toEqual({ verdict: "cancelled", record });
});

test("comes true once the event that came after it is there", () => {
  expect(folded([inJuly(), cancelled("july")]).upcoming).toEqual([]);
});

test("remembers the last twenty", () => {
  const days = Array.from({ length: 21 }, (_, index) => `day-${index}`);
  const record = days.reduce((before, id) => folded([inJuly({ id }), cancelled(id)], NOW, before), folded([]));
  expect(record.cancelled).toHaveLength(20);
  expect(record.cancelled.at(-1)).toBe("day-20 /hr");
});

test("is an event of its own: its ID is not that of a fact", () => {
  const record = folded([inJuly()]);
  expect(cancel(record, cancelled("july", { id: "hire-1" })).record.recentEvents).not.toContain("hire-1 /hr");
});
