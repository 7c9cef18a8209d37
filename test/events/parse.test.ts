import { describe, expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { cancellationBody } from "../support/event-bodies.ts";
import { NOW } from "../support/hr-events.ts";
import { activeEventIn, failureOf, fixture, fixtures, refused } from "./hr-fixtures.ts";

test("normalizes an event: times in UTC, the email in lower case, without unknown members", () => {
  const { digest, ...event } = parseHrEvent(JSON.stringify(fixture("role-changed")), NOW);
  expect(event).toEqual({
    id: "evt-2",
    source: "/hr/workforce",
    publishedAt: "2026-02-20T07:15:00.000Z",
    employeeId: "E1001",
    fact: {
      kind: "role-changed",
      effectiveAt: "2026-03-01T00:00:00.000Z",
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
    },
  });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test("reads a leave, and keeps nothing of it but the employee and the moment", () => {
  const { digest: _, ...event } = parseHrEvent(JSON.stringify(fixture("left-with-other-members")), NOW);
  expect(event).toEqual({
    id: "evt-3",
    source: "/hr/workforce",
    publishedAt: "2026-02-20T07:15:00.000Z",
    employeeId: "E1001",
    fact: { kind: "left", effectiveAt: "2026-04-30T22:00:00.000Z" },
  });
});

test("reads a cancellation", () => {
  const { digest: _, ...event } = parseHrEvent(JSON.stringify(fixture("change-cancelled")), NOW);
  expect(event).toEqual({
    id: "evt-4",
    source: "/hr/workforce",
    publishedAt: "2026-02-20T07:15:00.000Z",
    employeeId: "E1001",
    cancels: "evt-2",
  });
});

test("trims the ID of the cancelled event", () => {
  expect(parseHrEvent(JSON.stringify(cancellationBody(" hire-1\t")), NOW)).toMatchObject({ cancels: "hire-1" });
});

test("keeps the sequence, as text", () => {
  const event = fixture("role-changed-with-sequence");
  expect(parseHrEvent(JSON.stringify(event), NOW).sequence).toBe("41");
  expect(parseHrEvent(JSON.stringify({ ...event, sequence: 41 }), NOW).sequence).toBe("41");
  expect(parseHrEvent(JSON.stringify({ ...event, sequence: " " }), NOW)).not.toHaveProperty("sequence");
});

test.each([
  ["hired-from-a-day", "2026-02-28T23:00:00.000Z"],
  ["role-changed-from-a-day", "2026-03-08T05:00:00.000Z"],
  ["left-after-a-day", "2026-04-30T22:00:00.000Z"],
  ["eventbridge-left", "2026-04-30T22:00:00.000Z"],
])("reads the day in %s as a moment in its zone", (name, effectiveAt) => {
  expect(parseHrEvent(JSON.stringify(fixture(name)), NOW)).toMatchObject({ fact: { effectiveAt } });
});

test("accepts what exports contain: blanks around text, capitals in an email", () => {
  const event = fixture("hired-as-exports-are");
  event.data.role.attributes.costCenter = " 421 ";
  const role = { title: "Data Analyst", department: "Production", attributes: { costCenter: "421" } };
  expect(parseHrEvent(JSON.stringify(event), NOW)).toMatchObject({
    employeeId: "E1001",
    fact: { email: "ana.diaz@example.com", role },
  });
});

test("takes null, blank and invisible text in optional members, and in attributes, for missing", () => {
  const event = activeEventIn(JSON.stringify(fixture("hired-with-unset-members")));
  expect(event.fact).not.toHaveProperty("displayName");
  expect(event.fact.role).toStrictEqual({
    title: "Account Executive",
    department: "Sales",
    attributes: { costCenter: "421" },
  });
});

test("reads small letters and a leap second in times, a level in text, and a tab as a blank", () => {
  const event = activeEventIn(JSON.stringify(fixture("hired-as-other-systems-write")));
  expect(event.publishedAt).toBe("2017-01-01T00:00:00.000Z");
  expect(event.fact).toMatchObject({ displayName: "Ana Diaz", role: { level: 4 } });
});

test("compares the email by its letters: composed, and in lower case where that is the same letter", () => {
  const event = fixture("hired");
  event.data.email = "  ZOE\u0308.\u0130@EXAMPLE.com ";
  expect(activeEventIn(JSON.stringify(event)).fact.email).toBe("zoë.İ@example.com");
});

test("reads a negative zero as zero", () => {
  const text = JSON.stringify(fixture("hired")).replace('"costCenter":"421"', '"seats":-0');
  expect(parseHrEvent(text, NOW).digest).toBe(parseHrEvent(text.replace('"seats":-0', '"seats":0'), NOW).digest);
});

describe("a byte order mark", () => {
  const hired = JSON.stringify(fixture("hired"));
  test.each([
    ["before the body", `\ufeff${hired}`],
    ["before the Message of a notification", JSON.stringify({ Type: "Notification", Message: `\ufeff${hired}` })],
  ])("%s is ignored", (_, body) => {
    expect(parseHrEvent(body, NOW)).toEqual(parseHrEvent(hired, NOW));
  });

  test("that comes alone or twice is no JSON", () => {
    expect(failureOf("\ufeff").message).toBe("the body is not JSON");
    expect(failureOf(`\ufeff\ufeff${hired}`).message).toBe("the body is not JSON");
  });
});

test("omits missing members instead of setting them to undefined", () => {
  const { fact } = activeEventIn(JSON.stringify(fixture("hired-with-required-members-only")));
  expect(fact).not.toHaveProperty("displayName");
  expect(fact.role).toStrictEqual({ title: "Engineer", department: "Engineering", attributes: {} });
});

describe("a valid fixture", () => {
  test.each(fixtures("valid"))("$file is parsed", ({ text }) => {
    expect(parseHrEvent(text, NOW).employeeId).toBe("E1001");
  });
});

describe("a rejection", () => {
  test.each(fixtures("invalid"))("of $file names the member and the expected value", ({ text }) => {
    const { code, message, body } = refused(text);
    expect(failureOf(JSON.stringify(body))).toMatchObject({ code, message });
  });

  test.each([
    ["no body", undefined, "MalformedBody", "the record has no body"],
    ["an empty body", "", "MalformedBody", "the record has no body"],
    ["a body that is not a string", {}, "MalformedBody", "the record has no body"],
    ["a body that is not JSON", "{ana@example.com", "MalformedBody", "the body is not JSON"],
    ["JSON that is not an object", "[1]", "MalformedBody", "the body is not a JSON object"],
    ["null", "null", "MalformedBody", "the body is not a JSON object"],
    ["300 KB", JSON.stringify({ pad: "x".repeat(300_000) }), "BodyTooLarge", "expected at most 262144"],
    [
      "300 KB of two-byte characters",
      JSON.stringify({ pad: "é".repeat(150_000) }),
      "BodyTooLarge",
      "the body has 3000",
    ],
    ["5,000 levels", "[".repeat(5000), "BodyTooDeep", "deeper than 32 levels"],
    ["100,000 levels", "[".repeat(100_000), "BodyTooDeep", "deeper than 32 levels"],
    ["50,000 levels of objects", '{"a":'.repeat(50_000), "BodyTooDeep", "deeper than 32 levels"],
  ])("of %s has a clear message", (_, body, code, message) => {
    const failure = failureOf(body);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(message);
  });

  test("names the event and the employee if their IDs are valid", () => {
    const event = fixture("hired");
    event.data.email = "nobody";
    expect(failureOf(JSON.stringify(event)).subject).toEqual({ eventId: "evt-1", employeeId: "E1001" });
    event.id = "ana@example.com";
    event.data.employeeId = "Ana Diaz";
    expect(failureOf(JSON.stringify(event)).subject).toEqual({});
  });

  test.each(["hr.employee.fired.v1", "hr.employee.hired.v2", 7])("of the type %s also names them", (type) => {
    const body = JSON.stringify({ ...fixture("hired"), type });
    expect(failureOf(body).subject).toEqual({ eventId: "evt-1", employeeId: "E1001" });
  });

  test("never repeats a value, or a member name that may be one", () => {
    const event = fixture("hired");
    event.data.role.attributes = { "ana@example.com": ["ana@example.com"], costCenter: ["Ana Diaz"] };
    event.data.email = "Ana Diaz";
    expect(failureOf(JSON.stringify(event)).message).not.toMatch(/ana/i);
  });

  test("of an email as long as the body limit is fast", { timeout: 2000 }, () => {
    const event = fixture("hired");
    event.data.email = `a@${".".repeat(255_000)}@`;
    expect(failureOf(JSON.stringify(event)).message).toMatch(/^data\.email: /);
  });
});

test("drops an attribute named like a prototype member, and pollutes nothing", () => {
  const polluting = '"__proto__":{"polluted":true}';
  const text = JSON.stringify(fixture("hired"))
    .replace('"attributes":{', `${polluting},"attributes":{${polluting},`)
    .replace('"data":{', `${polluting},"data":{${polluting},`);
  const { role } = activeEventIn(text).fact;
  expect(JSON.stringify(role.attributes)).toBe('{"costCenter":"421"}');
  expect(Object.getPrototypeOf(role.attributes)).toBe(Object.prototype);
  expect(Object.keys(role)).not.toContain("__proto__");
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("keeps the value of a numeric attribute, and the last value of a repeated member", () => {
  const text = JSON.stringify(fixture("hired")).replace('"costCenter":"421"', '"seats":1,"seats":2.5');
  expect(activeEventIn(text).fact.role.attributes).toEqual({ seats: 2.5 });
});
