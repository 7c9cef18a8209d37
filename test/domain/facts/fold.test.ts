import { describe, expect, test } from "vitest";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";

const folded = (...events: HrEvent[]): EmployeeRecord => {
  const [first, ...rest] = events as [HrEvent, ...HrEvent[]];
  return rest.reduce((record, event) => fold(record, event).record, fold(undefined, first).record);
};

describe("the verdict", () => {
  test.each([
    ["the first event", [], hired(), "newer"],
    ["a later fact", [hired()], roleChanged(), "newer"],
    ["the newest fact again", [hired()], hired(), "duplicate"],
    ["an older fact", [roleChanged()], hired(), "stale"],
    ["an older fact again, after it was overtaken", [hired(), roleChanged()], hired(), "stale"],
    ["the newest event's ID with different content", [hired()], hired({ digest: "other" }), "id-reused"],
    [
      "the newest event's ID with different content and a later date",
      [hired()],
      hired({ digest: "other", effectiveAt: "2026-05-01T00:00:00.000Z" }),
      "id-reused",
    ],
    [
      "an overtaken event's ID with different content, newer than all",
      [hired(), roleChanged()],
      hired({ digest: "other", effectiveAt: "2026-05-01T00:00:00.000Z" }),
      "id-reused",
    ],
    [
      "another source's event under the same ID, newer",
      [hired()],
      roleChanged({ id: "hire-1", source: "/x" }),
      "newer",
    ],
    [
      "another source's event under the same ID, older",
      [roleChanged()],
      hired({ id: "change-1", source: "/x" }),
      "stale",
    ],
    ["the same content from another source", [hired()], hired({ source: "/x" }), "newer"],
  ])("is right for %s", (_, before, event, verdict) => {
    const record = before.length === 0 ? undefined : folded(...before);
    expect(fold(record, event).verdict).toBe(verdict);
  });

  test("is id-reused for a reused ID that is only in the history", () => {
    const record = folded(hired(), roleChanged());
    const decision = {
      eventId: "hire-1",
      eventSource: "/hr",
      eventDigest: "digest of hire-1",
      rule: "r",
      license: "Pro",
      outcome: "created",
    } as const;
    const remembered = { ...record, decisions: [{ ...decision, at: "2026-03-01T00:00:00.000Z" }] };
    expect(fold(remembered, hired({ digest: "other" })).verdict).toBe("id-reused");
  });
});

describe("a record of the first release, which kept no source,", () => {
  const { eventSource: _, ...current } = folded(hired()).current;
  const old = {
    ...folded(hired()),
    current: { ...current, version: current.version.replace(/ .*/, "") },
    recentEvents: ["hire-1"],
  };

  test.each([
    ["knows its event by ID and content", hired(), "duplicate"],
    ["takes other content for another source's event", hired({ digest: "other", source: "/x" }), "newer"],
  ])("%s", (_, event, verdict) => {
    expect(fold(old, event).verdict).toBe(verdict);
  });

  test("knows an overtaken event by ID and content", () => {
    const { record } = fold(old, roleChanged());
    expect(record.recentEvents).toEqual(["hire-1", "change-1 /hr"]);
    expect(fold(record, hired()).verdict).toBe("stale");
  });
});

test("ends in the same fact and version with the same facts in any order", () => {
  const events = [
    hired(),
    roleChanged(),
    roleChanged({ id: "change-2", effectiveAt: "2026-04-01T00:00:00.000Z" }),
  ] as const;
  const [a, b, c] = events;
  const ends = [folded(a, b, c), folded(c, b, a), folded(b, a, c), folded(c, a, b)];
  expect(
    new Set(ends.map(({ current: { fact, version, eventId } }) => JSON.stringify({ fact, version, eventId }))).size,
  ).toBe(1);
});

test("only a newer fact changes the record, which keeps the version that it replaced", () => {
  const before = folded(hired());
  const { record } = fold(before, roleChanged());
  expect(record).toMatchObject({
    current: { previousVersion: before.current.version, eventId: "change-1" },
    recentEvents: ["hire-1 /hr", "change-1 /hr"],
    revision: 2,
  });
  expect(fold(record, hired()).record).toBe(record);
});

test("has a display name only if HR sent one", () => {
  expect(folded(hired({ displayName: "Ana Diaz" })).current.fact.displayName).toBe("Ana Diaz");
  expect(folded(hired()).current.fact).not.toHaveProperty("displayName");
});
