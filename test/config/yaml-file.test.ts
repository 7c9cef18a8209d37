import { describe, expect, test } from "vitest";
import { readYaml } from "../../config/yaml-file.ts";
import type { Path } from "../../config/yaml-place.ts";

const read = (text: string) =>
  readYaml(text, { fileName: "f.yml", holds: "a and b", failWith: (message) => new RangeError(message) });

/** Where `f.yml` reports a problem of this place. */
const reportedAt = (text: string, path: Path): string => {
  const { report, stopIfAny } = read(text);
  report(path, "x");
  try {
    stopIfAny();
  } catch (error) {
    return (error as RangeError).message;
  }
  return "";
};

test("reads members, aliases and what they merge", () => {
  const text = "a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }\nc: *a\n";
  expect(read(text).source).toEqual({ a: { x: 1, y: 2 }, b: { x: 1, y: 3 }, c: { x: 1, y: 2 } });
});

test.each(["\ufeffa: 1\r\n", "--- # c\na: 1\n...\n"])("reads %j", (text) => {
  expect(read(text).source).toEqual({ a: 1 });
});

test.each([
  ["no bytes", "", "f.yml:1:1: the file is empty: expected a and b"],
  ["a mark alone", "\ufeff", "f.yml:1:1: the file is empty: expected a and b"],
  ["comments alone", "# a\n# b\n", "f.yml:1:1: the file is empty: expected a and b"],
  ["null", "\nnull\n", "f.yml:2:1: the file is empty: expected a and b"],
  ["a list", "- a\n", "f.yml:1:1: the file is a list: expected a and b"],
  ["a text", " scim\n", "f.yml:1:2: the file is a text: expected a and b"],
  ["a name twice", "a: 1\nb: { c: 1, c: 2 }\n", "f.yml:2:12: a name is there twice in one place: leave one out"],
  ["a tab", "a:\n\tb: 1\n", "f.yml:2:1: a tab: expected blanks in front of a line"],
  ["two documents", "a: 1\n---\nb: 1\n", "f.yml:2:1: a second document begins: expected one in a file"],
  ["a list that does not end", "a: [1,\n", "f.yml:2:1: not YAML: Flow sequence"],
  ["a tag that nobody knows", "a: !secret x\n", "f.yml:1:4: not YAML: Unresolved tag: !secret"],
  ["nesting without end", `a: ${"[".repeat(50_000)}`, /^f\.yml:1:\d+: nested too deeply$/],
  ["a list as a name", "a: 1\n? [b]\n: 1\n", "f.yml:2:3: expected a text as the name"],
  ["an alias of nothing", "a: 1\nb: *a\n", "f.yml:2:4: *a stands for nothing: expected &a above it"],
  [
    "a misspelled alias",
    "a: &deployed 1\nb: *deploid\n",
    "f.yml:2:4: *deploid stands for nothing: expected one of deployed; did you mean deployed?",
  ],
  ["a list in itself", "a: &a [*a]\n", "f.yml:1:8: *a stands for &a, which it is a part of: write out what is"],
  ["members in themselves", "a: &a\n  b: { c: *a }\n", "f.yml:2:11: *a stands for &a, which it is a part of"],
  ["members that merge themselves", "a: &a { <<: *a }\n", "f.yml:1:13: *a stands for &a, which it is a part of"],
  [
    "an alias bomb",
    `a0: &a0 [x]\n${Array.from({ length: 6 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]\n`).join("")}`,
    "f.yml:2:10: the aliases of this file (*name) stand for more than 100 values: write some out",
  ],
  [
    "a bomb of merges",
    `a0: &a0 { x: 1 }\n${Array.from({ length: 6 }, (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}, *a${i}] }\n`).join("")}`,
    "f.yml:2:16: the aliases of this file (*name) stand for more than 100 values: write some out",
  ],
  ["a merge of a text", "a: { <<: x }\n", /^f\.yml:1:\d+: Merge sources must be maps/],
  ["a number that reads otherwise", "a: [1, 0999]\n", "f.yml:1:8: 0999 is the number 999: write that, or put it in"],
])("refuses %s", (_, text, message) => {
  const act = () => read(text).stopIfAny();
  expect(act).toThrow(RangeError);
  expect(act).toThrow(message);
});

describe("a problem is reported", () => {
  test.each<[string, string, Path, string]>([
    ["at the name of a member", "a: 1\nb:\n  c:\n    1\n", ["b", "c"], "3:3"],
    ["at a member in one line", "b: { c: 1, d: 2 }", ["b", "d"], "1:12"],
    ["at an item of a list", "a:\n  - x\n  - y\n", ["a", 1], "3:5"],
    ["after a byte order mark", "\ufeffab: 1", ["ab"], "1:1"],
    ["after Windows' line ends", "a: 1\r\nb: 2\r\n", ["b"], "2:1"],
    ["at the nearest place above what is missing", "a: 1\nb: { c: 1 }\n", ["b", "x", "y"], "2:1"],
    ["at the beginning if all is missing", "# c\na: 1\n", ["x"], "2:1"],
    ["where an alias gets its value", "a: &a\n  x: 1\nb: *a\n", ["b", "x"], "2:3"],
    ["where merged members are written", "a: &a\n  x: 1\nb: { <<: *a, y: 1 }\n", ["b", "x"], "2:3"],
    [
      "in the first of several that are merged",
      "a: &a { x: 1 }\nb: &b { x: 1 }\nc: { <<: [*b, *a] }\n",
      ["c", "x"],
      "2:9",
    ],
    ["at a member's own value, and not the merged one", "a: &a { x: 1 }\nb: { <<: *a, x: 2 }\n", ["b", "x"], "2:14"],
    ["at the member that merges what is missing", "a: &a { x: 1 }\nb: { <<: *a }\n", ["b", "y"], "2:1"],
    ["at a member whose name is a number", "a: { 1: x }\n", ["a", "1"], "1:6"],
  ])("%s", (_, text, path, place) => {
    expect(reportedAt(text, path)).toBe(`f.yml:${place}: x`);
  });

  test("with all others", () => {
    const { report, stopIfAny } = read("a: 1\nb: 2\n");
    report(["b"], "x");
    report(["a"], "y");
    expect(stopIfAny).toThrow(new RangeError("f.yml:2:1: x\nf.yml:1:1: y"));
  });
});
