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
])("%s", (_, older, newer) => {
  expect(versionOf(hired(older)) < versionOf(hired(newer))).toBe(true);
});

test("is ASCII for any event ID, so that JavaScript and DynamoDB sort it alike", () => {
  expect(versionOf(hired({ id: "é\u{1f600}\uffee" }))).toMatch(/^[\x20-\x7e]+$/);
});
