import { expect, test } from "vitest";
import { originsOf } from "../../local/origins.ts";

const sent = new Map(["m1", "m2", "m3", "m4"].map((id, index) => [id, { file: "f", line: index + 1 }]));
const subject = { code: "MalformedBody", eventId: "", employeeId: "" };
const logged = (messageId: string, reason: string, more: Partial<typeof subject> = {}) => ({
  ...subject,
  messageId,
  reason,
  ...more,
});

test("finds a dead letter's line by what the function logged of it", () => {
  const originOf = originsOf(sent, [
    logged("m1", "no JSON"),
    logged("m2", "too deep"),
    logged("m3", "no JSON", { eventId: "e" }),
  ]);
  expect(originOf("d1", { ...subject, message: "too deep" })?.line).toBe(2);
  expect(originOf("d2", { ...subject, message: "no JSON" })?.line).toBe(1);
  expect(originOf("d3", { ...subject, message: "a shorter reason", eventId: "e" })?.line).toBe(3);
});

test("gives two that say the same one line each", () => {
  const originOf = originsOf(sent, [logged("m1", "no JSON"), logged("m2", "no JSON")]);
  const lines = ["d1", "d2", "d3"].map((id) => originOf(id, { ...subject, message: "no JSON" })?.line);
  expect(lines).toEqual([1, 2, undefined]);
});

test("finds one whose IDs the function did not read", () => {
  const code = "BodyTooLarge";
  const originOf = originsOf(sent, [logged("m2", "300000 bytes", { code }), logged("m3", "400000 bytes", { code })]);
  const ofBody = { ...subject, code, employeeId: "E1" };
  expect(originOf("d1", { ...ofBody, eventId: "e3", message: "400000 bytes" })?.line).toBe(3);
  expect(originOf("d2", { ...ofBody, eventId: "e2", message: "no room" })?.line).toBe(2);
});

test("finds one that SQS moved by its ID", () => {
  const originOf = originsOf(sent, [logged("m1", "no JSON")]);
  expect(originOf("m4", { ...subject, message: "no JSON" })?.line).toBe(4);
  expect(originOf("d1", { ...subject, message: "no JSON" })?.line).toBe(1);
});
