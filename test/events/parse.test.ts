import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PermanentFailure } from "../../domain/failure.ts";
import { eventTypeOf } from "../../events/event-type.ts";
import { parseHrEvent } from "../../events/parse.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/events");
const fixtures = (folder: string) =>
  readdirSync(join(FIXTURES, folder)).map((file) => ({ file, text: readFileSync(join(FIXTURES, folder, file), "utf8") }));
const fixture = (file: string) => JSON.parse(readFileSync(join(FIXTURES, "valid", `${file}.json`), "utf8"));
const failureOf = (body: unknown): PermanentFailure => {
  try {
    parseHrEvent(body);
  } catch (error) {
    if (error instanceof PermanentFailure) return error;
    throw error;
  }
  throw new Error("the body was accepted");
};

test("normalizes an event: times in UTC, the email in lower case, nothing unknown kept", () => {
  const { digest, ...event } = parseHrEvent(JSON.stringify(fixture("role-changed")));
  expect(event).toEqual({
    id: "evt-2",
    source: "/hr/workforce",
    type: "hr.employee.role-changed.v1",
    occurredAt: "2026-02-20T07:15:00.000Z",
    effectiveAt: "2026-03-01T00:00:00.000Z",
    employeeId: "E1001",
    email: "ana@example.com",
    displayName: "Ana Diaz",
    role: {
      title: "Sales Manager",
      department: "Sales",
      level: 4,
      employmentType: "regular",
      location: "US",
      attributes: { costCenter: "421" },
    },
  });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test("forgives what exports do: blanks around text, capitals in an email", () => {
  const { employeeId, email, role } = parseHrEvent(JSON.stringify(fixture("hired-as-exports-are")));
  expect({ employeeId, email, title: role.title, department: role.department }).toEqual({
    employeeId: "E1001",
    email: "ana.diaz@example.com",
    title: "Data Analyst",
    department: "Production",
  });
});

describe("envelopes", () => {
  test.each(fixtures("valid"))("$file is understood", ({ text }) => {
    const event = parseHrEvent(text);
    expect(event.employeeId).toBe("E1001");
    expect(eventTypeOf(text)).toBe(event.type);
  });

  test("the same CloudEvent has the same ID and digest in every envelope and in any order of members", () => {
    const bare = fixture("hired");
    const reordered = Object.fromEntries(Object.entries(bare).reverse());
    const bodies = [bare, reordered, fixture("eventbridge-around-cloudevent"), fixture("sns-around-cloudevent")];
    const events = bodies.map((body) => parseHrEvent(JSON.stringify(body)));
    expect(new Set(events.map(({ id, digest }) => `${id} ${digest}`)).size).toBe(1);
  });

  test("EventBridge's own ID, source and time count where its detail is plain data", () => {
    expect(parseHrEvent(JSON.stringify(fixture("sns-around-eventbridge")))).toMatchObject({
      id: "0f1e2d3c",
      source: "hr.workforce",
      occurredAt: "2026-02-20T07:15:00.000Z",
    });
  });

  test("other content under the same ID has another digest", () => {
    const [a, b] = [fixture("hired"), fixture("hired")];
    b.data.role.level = 5;
    expect(parseHrEvent(JSON.stringify(a)).digest).not.toBe(parseHrEvent(JSON.stringify(b)).digest);
  });
});

describe("a refusal", () => {
  test.each(fixtures("invalid"))("of $file names the member and what was expected", ({ text }) => {
    const { code, message, body } = JSON.parse(text);
    expect(failureOf(JSON.stringify(body))).toMatchObject({ code, message });
  });

  test.each([
    ["no body", undefined, "MalformedBody", "the record has no body"],
    ["an empty body", "", "MalformedBody", "the record has no body"],
    ["a body that is not JSON", "{ana@example.com", "MalformedBody", "the body is not JSON"],
    ["JSON that is no object", "[1]", "MalformedBody", "the body is JSON, but not an object"],
    ["null", "null", "MalformedBody", "the body is JSON, but not an object"],
    ["300 KB", JSON.stringify({ pad: "x".repeat(300_000) }), "BodyTooLarge", "expected at most 262144"],
    ["300 KB of two-byte characters", JSON.stringify({ pad: "é".repeat(150_000) }), "BodyTooLarge", "the body has 3000"],
    ["5,000 levels", "[".repeat(5000), "BodyTooDeep", "deeper than 32 levels"],
    ["100,000 levels of objects", '{"a":'.repeat(50_000), "BodyTooDeep", "deeper than 32 levels"],
  ])("of %s is clear", (_, body, code, message) => {
    const failure = failureOf(body);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(message);
  });

  test("counts only real nesting, not brackets inside text", () => {
    const event = fixture("hired");
    event.data.role.title = `${'["'.repeat(60)}\\`;
    expect(parseHrEvent(JSON.stringify(event)).role.title).toHaveLength(121);
  });

  test("tells whom the event was about where that can be told safely", () => {
    const event = fixture("hired");
    event.data.email = "nobody";
    expect(failureOf(JSON.stringify(event)).subject).toEqual({ eventId: "evt-1", employeeId: "E1001" });
    event.id = "ana@example.com";
    event.data.employeeId = "Ana Diaz";
    expect(failureOf(JSON.stringify(event)).subject).toEqual({});
  });

  test("never repeats a value, nor a member's name that may be one", () => {
    const event = fixture("hired");
    event.data.role.attributes = { "ana@example.com": ["ana@example.com"], ana: ["Ana Diaz"] };
    event.data.email = "Ana Diaz";
    expect(failureOf(JSON.stringify(event)).message).not.toMatch(/Ana|ana@/);
  });
});

test("members that would reach a prototype neither survive nor pollute", () => {
  const text = JSON.stringify(fixture("hired")).replace(
    '"attributes":{',
    '"__proto__":{"polluted":true},"attributes":{"__proto__":{"polluted":true},"constructor":"x",',
  );
  const { role } = parseHrEvent(text);
  expect(role.attributes).toEqual({ constructor: "x", costCenter: "421" });
  expect(Object.keys(role)).not.toContain("__proto__");
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each(["", "{", "[]", '{"type":7}', '{"type":"toString"}', "[".repeat(5000)])(
  "the type of %j is unknown, without a throw",
  (body) => {
    expect(eventTypeOf(body)).toBeUndefined();
  },
);
