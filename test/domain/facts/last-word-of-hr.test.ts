import { describe, expect, test } from "vitest";
import { applyDue } from "../../../domain/facts/apply-fact.ts";
import { fold } from "../../../domain/facts/fold.ts";
import type { FactEvent } from "../../../domain/facts/hr-event.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { folded } from "./folded.ts";

const day = (date: string): string => `${date}T00:00:00.000Z`;
const said = (title: string, publishedAt: string, effectiveAt: string) => ({
  publishedAt: day(publishedAt),
  effectiveAt: day(effectiveAt),
  role: { title, department: "IT", attributes: {} },
});

/** Each event as it is published, then what is due on the day. */
const titleOn = (date: string, events: readonly FactEvent[]): string | undefined => {
  const today = new Date(day(date));
  const known = events.filter(({ publishedAt }) => publishedAt <= today.toISOString());
  const arrived = known.reduce((record, event) => folded([event], new Date(event.publishedAt), record), folded([]));
  return applyDue(arrived, today).role?.fact.role.title;
};

describe("HR takes a promotion back after it came into effect", () => {
  const hire = hired(said("Clerk", "2026-01-02", "2026-01-05"));
  const promotion = roleChanged({ id: "promotion", ...said("Head of IT", "2026-02-20", "2026-03-01") });
  const takenBack = roleChanged({ id: "taken back", ...said("Clerk", "2026-03-10", "2026-01-05") });

  test.each([
    ["2026-01-04", undefined],
    ["2026-01-05", "Clerk"],
    ["2026-02-28", "Clerk"],
    ["2026-03-01", "Head of IT"],
    ["2026-03-09", "Head of IT"],
    ["2026-03-10", "Clerk"],
    ["2027-01-01", "Clerk"],
  ])("on %s she is %s", (date, title) => {
    expect(titleOn(date, [hire, promotion, takenBack])).toBe(title);
  });

  test("in whatever order the events arrive", () => {
    const now = new Date(day("2026-03-11"));
    for (const events of [
      [takenBack, promotion, hire],
      [promotion, takenBack, hire],
      [takenBack, hire, promotion],
    ]) {
      expect(folded(events, now).role?.fact.role.title).toBe("Clerk");
    }
  });
});

describe("HR corrects a promotion to an earlier day before either has come", () => {
  const hire = hired(said("Clerk", "2026-01-02", "2026-01-05"));
  const promotion = roleChanged({ id: "promotion", ...said("Manager", "2026-10-01", "2026-11-20") });
  const correction = roleChanged({ id: "correction", ...said("Manager", "2026-10-05", "2026-10-20") });

  test.each([
    ["2026-10-19", "Clerk"],
    ["2026-10-20", "Manager"],
    ["2026-11-20", "Manager"],
  ])("on %s she is %s", (date, title) => {
    expect(titleOn(date, [hire, promotion, correction])).toBe(title);
  });
});

describe("a fact that is effective four hours ahead, as midnight is in another zone, or weeks ahead", () => {
  const NOW = new Date(day("2026-03-01"));

  test.each([
    ["four hours", 4 * 3_600_000],
    ["six weeks", 42 * 86_400_000],
  ])("is kept for %s, and holds from then on by itself", (_, ms) => {
    const effectiveAt = new Date(NOW.getTime() + ms);
    const event = roleChanged({ publishedAt: NOW.toISOString(), effectiveAt: effectiveAt.toISOString() });
    const { verdict, record } = fold(folded([hired()], NOW), event, NOW);
    expect([verdict, record.role?.eventId]).toEqual(["upcoming", "hire-1"]);
    expect(applyDue(record, new Date(effectiveAt.getTime() - 1)).role?.eventId).toBe("hire-1");
    expect(applyDue(record, effectiveAt).role?.eventId).toBe("change-1");
  });
});

describe("two sources that both count their IDs from 1", () => {
  test("do not reuse each other's", () => {
    const now = new Date(day("2026-05-01"));
    const hire = hired({ id: "1", source: "/hr" });
    const change = roleChanged({ id: "1", source: "/payroll", digest: "other" });
    for (const events of [
      [hire, change],
      [change, hire],
    ]) {
      const record = folded(events, now);
      expect(record).toMatchObject({ role: { eventSource: "/payroll" }, employment: { eventSource: "/hr" } });
    }
  });

  test("may each announce a change, and take back its own alone", () => {
    const now = new Date(day("2026-05-01"));
    const ahead = (source: string) => roleChanged({ id: "1", source, digest: source, effectiveAt: day("2026-06-01") });
    const { fact: _, ...publication } = ahead("/hr");
    const record = folded([ahead("/hr"), ahead("/payroll"), { ...publication, id: "2", cancels: "1" }], now);
    expect(record.upcoming.map(({ eventSource }) => eventSource)).toEqual(["/payroll"]);
  });
});
