import { expect, test } from "vitest";
import { digestOf } from "../../events/digest.ts";

test("is the SHA-256 of the JSON with its members sorted", () => {
  // By `printf '%s' '{"a":1,"b":{"c":[2,{"d":3,"e":4}],"f":"x"}}' | sha256sum`: records hold digests, so it may never
  // change.
  const expected = "d5f0b9a340567763558d1b939a49bded092a1afca23fb6f8070135743dec0276";
  expect(digestOf({ a: 1, b: { c: [2, { d: 3, e: 4 }], f: "x" } })).toBe(expected);
  expect(digestOf({ b: { f: "x", c: [2, { e: 4, d: 3 }] }, a: 1 })).toBe(expected);
});

test.each([
  ["the order of a list", { a: [1, 2] }, { a: [2, 1] }],
  ["a number and its string", { a: 1 }, { a: "1" }],
  ["an empty string and a missing member", { a: "" }, {}],
])("%s changes the digest", (_, one, other) => {
  expect(digestOf(one)).not.toBe(digestOf(other));
});
