import { expect, test } from "vitest";
import { MAX_BODY_BYTES, MAX_DEPTH, requireDepth, requireSize } from "../../events/limits.ts";

const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`;
const refusal = (code: string) => expect.objectContaining({ code });

test("a body may be as large as the limit, in bytes of UTF-8, but no larger", () => {
  expect(() => requireSize("é".repeat(MAX_BODY_BYTES / 2))).not.toThrow();
  expect(() => requireSize(`${"é".repeat(MAX_BODY_BYTES / 2)}x`)).toThrow(refusal("BodyTooLarge"));
});

test("objects and lists may nest as deep as the limit, but no deeper", () => {
  expect(() => requireDepth(nested(MAX_DEPTH), "the body")).not.toThrow();
  expect(() => requireDepth(nested(MAX_DEPTH + 2), "the body")).toThrow(refusal("BodyTooDeep"));
});

test.each([
  ["side by side", "[]".repeat(100)],
  ["inside text", JSON.stringify({ title: "[{".repeat(100) })],
  ["inside text after an escaped quote", JSON.stringify({ title: `"${"[".repeat(100)}` })],
  ["inside text that is never closed", `{"title":"${"[".repeat(100)}`],
])("brackets %s do not count as nesting", (_, text) => {
  expect(() => requireDepth(text, "the body")).not.toThrow();
});

test.each([
  ["an escaped backslash", JSON.stringify("\\")],
  ["a raw line break", '"a\\\n"'],
  ["a very long text", JSON.stringify("x".repeat(200_000))],
])("brackets count again after %s at the end of a string", (_, text) => {
  expect(() => requireDepth(text + "[".repeat(MAX_DEPTH + 1), "the body")).toThrow(refusal("BodyTooDeep"));
});
