import { RE2JS } from "re2js";
import { describe, expect, test } from "vitest";
import { kindOf } from "../../domain/facts/hr-event.ts";
import { CATALOGUE, kindOfType } from "../../events/catalogue.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { PUBLISHED, VALIDATORS } from "../support/schema-validators.ts";
import { fixtures, refused } from "./hr-fixtures.ts";

const isCloudEvent = (body: unknown): body is { type: unknown } =>
  typeof body === "object" && body !== null && "type" in body;
const kindOfEvent = (body: unknown) => (isCloudEvent(body) ? kindOfType(body.type) : undefined) ?? "hired";

/** What the parser forgives; the schema, which is for senders, does not. */
const FORGIVEN = ["hired-as-exports-are.json", "hired-with-unset-members.json", "hired-as-other-systems-write.json"];
const bareEvents = fixtures("valid").filter(
  ({ file, text }) => !FORGIVEN.includes(file) && isCloudEvent(JSON.parse(text)),
);

/** What a pattern that every engine knows cannot say: docs/events.md lists it. */
const INEXPRESSIBLE = [
  "time-beyond-year-9999.json",
  "email-kelvin-sign.json",
  "email-zero-width.json",
  "lone-surrogate.json",
  "title-lone-low-surrogate.json",
  "attribute-number-too-small.json",
  "time-zone-unknown.json",
  "last-day-never.json",
  "cancels-itself.json",
];
const badEvents = fixtures("invalid").filter(({ file, text }) => {
  const { body, code } = refused(text);
  return isCloudEvent(body) && code !== "BodyTooDeep" && !INEXPRESSIBLE.includes(file);
});

test("there are events to validate", () => {
  expect([bareEvents.length >= 5, badEvents.length >= 30]).toEqual([true, true]);
});

describe.each(Object.entries(VALIDATORS))("%s with the published schemas", (_, accepts) => {
  test.each(bareEvents)("accepts $file", ({ text }) => {
    const body = JSON.parse(text);
    expect(accepts(kindOfEvent(body), body)).toBe(true);
  });

  test.each(badEvents)("rejects $file", ({ text }) => {
    const { body } = refused(text);
    expect(accepts(kindOfEvent(body), body)).toBe(false);
  });
});

describe.each(Object.entries(PUBLISHED))("the schema of %s", (kind, schema) => {
  test.each<{ readonly id: string }>(schema.examples)(
    "has an example that it and the parser accept: $id",
    (example) => {
      for (const accepts of Object.values(VALIDATORS)) expect(accepts(kind as "hired", example)).toBe(true);
      expect(kindOf(parseHrEvent(JSON.stringify(example), NOW))).toBe(kind);
    },
  );

  test("is named after the type", () => {
    expect(schema.$id).toBe(`urn:seatkeeper:${CATALOGUE[kind as "hired"].type}`);
  });

  test("describes every member", () => {
    expect(undescribed(schema)).toEqual([]);
  });

  test("has patterns that RE2 and Rust read as JavaScript does, and Python too", () => {
    const patterns = patternsIn(schema);
    expect(patterns.length).toBeGreaterThan(5);
    for (const pattern of patterns) {
      expect(() => RE2JS.compile(pattern)).not.toThrow();
      // Rust knows no look-around and no surrogates, Python no \p; \u is not in RE2, and `\/` not in older Rust.
      expect(pattern).not.toMatch(/\(\?[=!<]|\\[upPk/]|[^\x20-\x7e]/);
    }
  });
});

type Schema = {
  readonly description?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** The paths of the members without a description. */
function undescribed({ description, properties = {} }: Schema, path = "$"): readonly string[] {
  const members = Object.entries(properties).flatMap(([name, member]) => undescribed(member, `${path}.${name}`));
  return description === undefined ? [path, ...members] : members;
}

function patternsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "pattern" && typeof member === "string" ? [member] : patternsIn(member),
  );
}
