import { expect, test } from "vitest";
import { versionOf } from "../../../domain/facts/version.ts";
import { hired } from "../../support/hr-events.ts";

const EARLY = "2026-01-01T00:00:00.000Z";
const LATE = "2026-01-02T00:00:00.000Z";

test.each([
  [
    "a later effective date is newer",
    { effectiveAt: EARLY, publishedAt: LATE },
    { effectiveAt: LATE, publishedAt: EARLY },
  ],
  ["with the same effective date, a later publication is newer", { publishedAt: EARLY }, { publishedAt: LATE }],
  ["with all times equal, the event ID decides", { id: "a" }, { id: "b" }],
  ["an ID that another one begins with is older", { id: "1", source: "/z" }, { id: "10", source: "/a" }],
  ["with all times and the ID equal, the source decides", { source: "/a" }, { source: "/b" }],
])("%s", (_, older, newer) => {
  expect(versionOf(hired(older)) < versionOf(hired(newer))).toBe(true);
});

test("stands after the version that the first release stored for the event, and before that of any other", () => {
  const stored = (id: string) => `${EARLY}|${EARLY}|${id}`;
  const version = versionOf(hired({ id: "1", effectiveAt: EARLY, publishedAt: EARLY }));
  expect([stored("10"), version, stored("1"), stored("1!"), stored("2")].toSorted()).toEqual([
    stored("1"),
    version,
    stored("1!"),
    stored("10"),
    stored("2"),
  ]);
});

test("is ASCII for any event ID and source, so that JavaScript and DynamoDB sort it alike", () => {
  expect(versionOf(hired({ id: "é\u{1f600}\uffee", source: "/hr é" }))).toMatch(/^[\x20-\x7e]+$/);
});
