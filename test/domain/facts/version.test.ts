import { describe, expect, test } from "vitest";
import { momentOf, versionOf, versionOfFormat2 } from "../../../domain/facts/version.ts";
import { hired, left } from "../../support/hr-events.ts";

const EARLY = "2026-01-01T00:00:00.000Z";
const LATE = "2026-01-02T00:00:00.000Z";
const LATER = "2026-01-03T00:00:00.000Z";

describe("the moment of a fact", () => {
  test.each([
    ["is its effective date if HR announced it before", { publishedAt: EARLY, effectiveAt: LATE }, LATE],
    ["is its publication if HR backdated it", { publishedAt: LATE, effectiveAt: EARLY }, LATE],
    ["is both if they are the same", { publishedAt: LATE, effectiveAt: LATE }, LATE],
  ])("%s", (_, times, moment) => {
    expect(momentOf(hired(times))).toBe(moment);
    expect(momentOf(left(times))).toBe(moment);
  });
});

describe("the greater version", () => {
  const TIED = { publishedAt: EARLY, effectiveAt: EARLY };

  test.each([
    [
      "has the later moment, which is the effective date of what was announced",
      { publishedAt: EARLY, effectiveAt: LATE },
      { publishedAt: EARLY, effectiveAt: LATER },
    ],
    [
      "has the later moment, which is the publication of a correction, even if its effective date is earlier",
      { publishedAt: EARLY, effectiveAt: LATE },
      { publishedAt: LATER, effectiveAt: EARLY },
    ],
    [
      "has, with the same moment, the later publication",
      { publishedAt: EARLY, effectiveAt: LATER },
      { publishedAt: LATE, effectiveAt: LATER },
    ],
    ["has, with the same times, the greater sequence", { sequence: "1" }, { sequence: "2" }],
    ["has the sequence that is the greater number, not the greater text", { sequence: "9" }, { sequence: "10" }],
    ["has the sequence that is the greater text if it is no number", { sequence: "2026-a" }, { sequence: "2026-b" }],
    ["has the longer of two sequences that begin alike", { sequence: "2026-1" }, { sequence: "2026-10" }],
    ["has a sequence, if the other one has none", {}, { sequence: "1" }],
    ["has, with the same sequence, the greater source", { source: "/a", id: "z" }, { source: "/b", id: "a" }],
    ["has, from the same source, the greater ID", { id: "a" }, { id: "b" }],
  ])("%s", (_, older, newer) => {
    expect(versionOf(hired({ ...TIED, ...older })) < versionOf(hired({ ...TIED, ...newer }))).toBe(true);
  });

  test("is never the same for two events", () => {
    const ids = ["a", "a|b", "a b", "b"];
    const versions = ids.flatMap((source) => ids.map((id) => versionOf(hired({ source, id }))));
    expect(new Set(versions).size).toBe(16);
  });

  test("is ASCII for any event ID, source and sequence, so that JavaScript and DynamoDB sort it alike", () => {
    const text = "é\u{1f600}\uffee";
    expect(versionOf(hired({ id: text, source: text, sequence: text }))).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe("a version of format 2", () => {
  test.each([
    ["of a backdated fact", { publishedAt: LATE, effectiveAt: EARLY }],
    ["of an announced fact", { publishedAt: EARLY, effectiveAt: LATE }],
  ])("%s stands between those with an earlier and a later moment", (_, { publishedAt, effectiveAt }) => {
    const converted = versionOfFormat2(`${effectiveAt}|${publishedAt}|hire-1`);
    expect(converted > versionOf(hired({ publishedAt: EARLY, effectiveAt: EARLY }))).toBe(true);
    expect(converted < versionOf(hired({ publishedAt: LATER, effectiveAt: EARLY }))).toBe(true);
  });

  test("keeps the order of two events at the same times", () => {
    const of = (id: string) => versionOfFormat2(`${EARLY}|${EARLY}|${id}`);
    expect(of("a") < of("b")).toBe(true);
  });
});
