import { describe, expect, test } from "vitest";
import { HISTORY_LENGTH } from "../../../domain/employee-record.ts";
import { fold, MAX_UPCOMING } from "../../../domain/facts/fold.ts";
import type { FactEvent, HrEvent } from "../../../domain/facts/hr-event.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "./folded.ts";

const JULY = "2026-07-01T00:00:00.000Z";
const inJuly = (changes: Parameters<typeof roleChanged>[0] = {}) =>
  roleChanged({ id: "july", effectiveAt: JULY, ...changes });
const AFTER_JULY = new Date("2026-07-01T00:00:00.001Z");

describe("the verdict", () => {
  test.each<[what: string, before: HrEvent[], HrEvent, verdict: string]>([
    ["the first event", [], hired(), "newer"],
    ["a later fact", [hired()], roleChanged(), "newer"],
    ["the newest fact again", [hired()], hired(), "duplicate"],
    [
      "an older fact",
      [roleChanged()],
      roleChanged({ id: "older", publishedAt: "2026-02-01T00:00:00.000Z", effectiveAt: "2026-02-01T00:00:00.000Z" }),
      "stale",
    ],
    ["a hire that comes after its change, because it says that she works here", [roleChanged()], hired(), "newer"],
    ["an overtaken fact again", [hired(), roleChanged()], hired(), "stale"],
    ["a role change again, after the leave", [hired(), roleChanged(), left()], roleChanged(), "stale"],
    ["a leave", [hired()], left(), "newer"],
    ["a leave again", [hired(), left()], left(), "duplicate"],
    ["a leave of nobody known", [], left(), "newer"],
    ["a role change that is newer than the leave", [left()], roleChanged({ publishedAt: JULY }), "newer"],
    ["a fact whose day has not come", [hired()], inJuly(), "upcoming"],
    ["a fact whose day has not come, of nobody known", [], inJuly(), "upcoming"],
    ["an upcoming fact again", [inJuly()], inJuly(), "upcoming"],
    ["an upcoming fact that HR took back", [inJuly(), cancelled("july")], inJuly(), "cancelled"],
    ["a cancellation", [inJuly()], cancelled("july"), "cancelled"],
    ["the same ID of another source", [hired()], roleChanged({ id: "hire-1", source: "/payroll" }), "newer"],
  ])("is right for %s", (_, before, event, verdict) => {
    expect(fold(before.length === 0 ? undefined : folded(before), event, NOW).verdict).toBe(verdict);
  });

  test.each<[what: string, effectiveAt: string, publishedAt: string, verdict: string]>([
    ["effective now", NOW.toISOString(), "2026-05-01T00:00:00.000Z", "newer"],
    ["effective in a millisecond", "2026-06-01T12:00:00.001Z", "2026-05-01T00:00:00.000Z", "upcoming"],
    [
      "effective at its publication, by a clock that is ahead",
      "2026-06-01T12:10:00.000Z",
      "2026-06-01T12:10:00.000Z",
      "newer",
    ],
    [
      "effective after its publication, by a clock that is ahead",
      "2026-06-01T12:10:01.000Z",
      "2026-06-01T12:10:00.000Z",
      "upcoming",
    ],
    ["backdated", "2020-01-01T00:00:00.000Z", "2026-05-01T00:00:00.000Z", "newer"],
  ])("is right for a fact %s", (_, effectiveAt, publishedAt, verdict) => {
    expect(fold(undefined, hired({ effectiveAt, publishedAt }), NOW).verdict).toBe(verdict);
  });

  test("is duplicate for an upcoming fact that came due meanwhile, and that the fold applies", () => {
    const { verdict, record } = fold(folded([hired(), inJuly()]), inJuly(), AFTER_JULY);
    expect([verdict, record.role?.eventId, record.upcoming]).toEqual(["duplicate", "july", []]);
  });
});

describe("an event ID with other content is refused", () => {
  const NEWEST = "2026-05-01T00:00:00.000Z";

  test.each<[what: string, before: HrEvent[], HrEvent]>([
    ["of the newest event", [hired()], hired({ digest: "other" })],
    ["of the newest event, with a later date", [hired()], hired({ digest: "other", publishedAt: NEWEST })],
    ["of an overtaken event that still says she works here", [hired(), roleChanged()], hired({ digest: "other" })],
    [
      "of an overtaken event, newer than all",
      [roleChanged(), roleChanged({ id: "c2", publishedAt: "2026-04-01T00:00:00.000Z" })],
      roleChanged({ digest: "other", publishedAt: NEWEST }),
    ],
    ["of a leave", [hired(), left()], left({ digest: "other" })],
    ["of an upcoming event", [inJuly()], inJuly({ digest: "other" })],
    ["of an upcoming event, as one that is due", [inJuly()], inJuly({ digest: "other", effectiveAt: NEWEST })],
  ])("%s", (_, before, event) => {
    expect(() => fold(folded(before), event, NOW)).toThrow(
      expect.objectContaining({ code: "EventIdReused", retryable: false }),
    );
  });

  test("of an event that is only in the history", () => {
    const decision = { eventId: "hire-1", eventSource: "/hr", eventDigest: "digest of hire-1", rule: "r" };
    const decisions = [{ ...decision, outcome: "created", at: NEWEST } as const];
    const record = { ...folded([roleChanged()]), decisions, recentEvents: ["hire-1 /hr", "change-1 /hr"] };
    expect(() => fold(record, hired({ digest: "other" }), NOW)).toThrow(
      expect.objectContaining({ code: "EventIdReused" }),
    );
    expect(HISTORY_LENGTH).toBe(10);
  });
});

describe("the record", () => {
  test("states the fact, remembers its event, and counts the state and the write", () => {
    const record = folded([hired(), roleChanged()]);
    expect(record).toMatchObject({
      role: { eventId: "change-1", eventSource: "/hr", eventDigest: "digest of change-1" },
      employment: { status: "hired", eventId: "hire-1" },
      recentEvents: ["hire-1 /hr", "change-1 /hr"],
      state: 2,
      revision: 2,
    });
  });

  test.each<[what: string, before: HrEvent[], HrEvent]>([
    ["a duplicate", [hired()], hired()],
    ["a stale event", [hired(), roleChanged()], hired()],
    ["an upcoming event again", [hired(), inJuly()], inJuly()],
    ["a cancelled event", [hired(), inJuly(), cancelled("july")], inJuly()],
    ["a cancellation again", [hired(), inJuly(), cancelled("july")], cancelled("july")],
  ])("is the very same after %s", (_, before, event) => {
    const record = folded(before);
    expect(fold(record, event, NOW).record).toBe(record);
  });

  test("keeps the upcoming facts in the order of their days, and its state", () => {
    const august = inJuly({ id: "august", effectiveAt: "2026-08-01T00:00:00.000Z" });
    const record = folded([hired(), august, inJuly()]);
    expect(record.upcoming.map(({ eventId }) => eventId)).toEqual(["july", "august"]);
    expect([record.state, record.revision]).toEqual([1, 3]);
  });

  test("after any event has what came due meanwhile applied, in one write", () => {
    const before = folded([hired(), inJuly()]);
    const { verdict, record } = fold(before, hired(), AFTER_JULY);
    expect([verdict, record.role?.eventId, record.state, record.revision]).toEqual(["stale", "july", 2, 3]);
  });

  test("has a display name only if HR sent one", () => {
    expect(folded([hired({ displayName: "Ana Diaz" })]).role?.fact.displayName).toBe("Ana Diaz");
    expect(folded([hired()]).role?.fact).not.toHaveProperty("displayName");
  });
});

describe("the 21st upcoming fact", () => {
  const upcoming = (day: number): FactEvent =>
    inJuly({ id: `day-${day}`, effectiveAt: new Date(Date.UTC(2026, 6, day)).toISOString() });
  const twenty = Array.from({ length: MAX_UPCOMING }, (_, index) => upcoming(index + 1));

  test("is refused", () => {
    expect(MAX_UPCOMING).toBe(20);
    expect(() => fold(folded(twenty), upcoming(21), NOW)).toThrow(
      expect.objectContaining({ code: "TooManyUpcoming", retryable: false }),
    );
  });

  test("has room once one of them has come, or was taken back", () => {
    const oneCame = fold(folded(twenty), upcoming(21), new Date("2026-07-01T00:00:00.000Z"));
    expect([oneCame.verdict, oneCame.record.upcoming.length]).toEqual(["upcoming", 20]);
    expect(fold(folded([...twenty, cancelled("day-7")]), upcoming(21), NOW).verdict).toBe("upcoming");
  });

  test("keeps out neither a fact that holds now nor another delivery of the twenty", () => {
    expect(fold(folded(twenty), roleChanged(), NOW).verdict).toBe("newer");
    expect(fold(folded(twenty), upcoming(20), NOW).verdict).toBe("upcoming");
  });
});
