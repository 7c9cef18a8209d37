import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCondition } from "../../config/parse-condition.ts";
import { coveredBy, impossibleTest } from "../../config/unreachable-rules.ts";
import type { PolicyRule, PolicyTest } from "../../domain/policy/license-policy.ts";
import { matches } from "../../domain/policy/matches.ts";

type When = Readonly<Record<string, unknown>>;
const rule = (when: When, name = "r"): PolicyRule => ({
  name,
  license: "Pro",
  when: Object.entries(when).map(([member, value]) => ({
    member: member as PolicyTest["member"],
    condition: parseCondition(member, value),
  })),
});
/** The names of the earlier rules, `0` for the first, that cover the last. */
const coverOf = (...whens: When[]) => {
  const rules = whens.map((when, index) => rule(when, String(index)));
  const last = rules.at(-1);
  return last && coveredBy(last, rules.slice(0, -1))?.map(({ name }) => name);
};
const grade = "attributes.grade";

test.each<[string, When[], string[]]>([
  ["each value of its list", [{ location: "a" }, { location: "b" }, { location: ["b", "a"] }], ["0", "1"]],
  [
    "both kinds of event",
    [{ event: "hired" }, { title: "x" }, { event: "role-changed" }, { location: "a" }],
    ["0", "2"],
  ],
  ["a range in parts", [{ level: { lte: 4 } }, { level: { gte: 5 } }, { level: { gte: 2 } }], ["0", "1"]],
  ["parts that overlap", [{ [grade]: { lte: 5 } }, { [grade]: { gte: 4 } }, { [grade]: { gte: 2 } }], ["0", "1"]],
  ["a value and all others", [{ title: "x" }, { title: { not: "x" } }, { level: 1 }], ["0", "1"]],
  ["a pattern and all others", [{ title: "*lead*" }, { title: { not: "*lead*" } }, { title: "head *" }], ["0", "1"]],
  [
    "a rule for each department of a title",
    [
      { title: "x", department: "a" },
      { title: "x", department: { not: "a" } },
      { title: "x", level: 1 },
    ],
    ["0", "1"],
  ],
  [
    "corners of two members",
    [
      { title: "x", level: { lte: 3 } },
      { title: { not: "x" }, level: { lte: 5 } },
      { level: { gte: 4 } },
      { level: { gte: 1 } },
    ],
    ["0", "1", "2"],
  ],
  ["patterns for each of its patterns", [{ title: "a*" }, { title: "*b" }, { title: ["ab*", "*xb"] }], ["0", "1"]],
  ["one alone, if there is one", [{ title: "a" }, { title: ["a", "b"] }, { title: ["b", "a"] }], ["1"]],
])("earlier rules cover %s", (_, whens, names) => {
  expect(coverOf(...whens)).toEqual(names);
});

test.each<[string, When[]]>([
  ["the number between two ranges", [{ [grade]: { lte: 4 } }, { [grade]: { gte: 5 } }, { [grade]: { gte: 2 } }]],
  ["the text beside two ranges", [{ [grade]: { lte: 5 } }, { [grade]: { gte: 5 } }, { [grade]: ["x", "6"] }]],
  ["the level between two ranges", [{ level: { lte: 3 } }, { level: { gte: 5 } }, { level: { gte: 2 } }]],
  ["those without the member", [{ level: { lte: 4 } }, { level: { gte: 5 } }, { title: "x" }]],
  ["a value that is missing", [{ location: "a" }, { location: "b" }, { location: ["a", "b", "c"] }]],
  ["text that two patterns leave", [{ title: "*a" }, { title: "b*" }, { title: { not: "c" } }]],
  ["a combination", [{ title: "x", level: 1 }, { title: { not: "x" }, level: { not: 1 } }, { title: "x" }]],
  ["somebody else for the first rule", [{ title: "x" }]],
])("%s is left for the last rule", (_, whens) => {
  expect(coverOf(...whens)).toBeUndefined();
});

test("what nobody can tell is not reported", () => {
  // A title that begins with a and ends in b is beyond what is tried.
  expect(coverOf({ title: { not: "*b" } }, { title: "ax*" }, { title: "a*" })).toBeUndefined();
});

test("a search without end is given up", () => {
  // Six pigeons in five holes: two share one, but to know that, nearly all combinations must be tried.
  const [pigeons, holes] = [Array.from({ length: 6 }, (_, i) => `attributes.p${i}`), ["1", "2", "3", "4", "5"]];
  const pairs = pigeons.flatMap((first, at) => pigeons.slice(at + 1).map((second) => [first, second]));
  const shared = pairs.flatMap((pair) => holes.map((hole) => Object.fromEntries(pair.map((pigeon) => [pigeon, hole]))));
  expect(coverOf(...shared, Object.fromEntries(pigeons.map((pigeon) => [pigeon, holes])))).toBeUndefined();
});

test.each<[When, string | undefined]>([
  [{ title: { not: "*" } }, "title"],
  [{ event: { not: ["hired", "role-changed"] } }, "event"],
  [{ title: "x", level: 4.5 }, "level"],
  [{ level: { gte: 4.2, lte: 4.8 } }, "level"],
  [{ level: { not: { not: { gte: 4.2, lte: 4.8 } } } }, "level"],
  [{ location: { not: "*" } }, undefined],
  [{ level: { gte: 4.2, lte: 5.8 } }, undefined],
  [{ [grade]: { gte: 4.2, lte: 4.8 } }, undefined],
  [{ title: { not: ["a*", "*b"] } }, undefined],
])("of %j no value can meet %s", (when, member) => {
  expect(impossibleTest(rule(when))?.member).toBe(member);
});

const TITLES = ["a", "ab", "b", "ba", "abc", "x"];
const patterns = fc.constantFrom("a*", "*a", "*b*", "a*c", ...TITLES);
const titleTest = fc.oneof(patterns, fc.array(patterns, { minLength: 1, maxLength: 3 }), fc.record({ not: patterns }));
const bound = fc.integer({ min: 1, max: 4 });
const levelTest = fc.oneof(bound, fc.record({ gte: bound }), fc.record({ lte: bound }), fc.record({ not: bound }));
const whens = fc
  .record({ title: titleTest, level: levelTest }, { requiredKeys: [] })
  .filter((when) => Object.keys(when).length > 0);
const PEOPLE = TITLES.flatMap((title) => [undefined, 0, 1, 2, 3, 4, 5].map((level) => ({ title, level })));
const isMatch = ({ when }: PolicyRule, person: (typeof PEOPLE)[number]) =>
  when.every(({ member, condition }) => matches(condition, person[member as "title"]));

test("nobody is left for a rule that is reported", () => {
  fc.assert(
    fc.property(fc.array(whens, { minLength: 2, maxLength: 6 }), (each) => {
      const rules = each.map((when) => rule(when));
      const [last, earlier] = [rules.at(-1), rules.slice(0, -1)];
      if (last === undefined || coveredBy(last, earlier) === undefined) return;
      const left = PEOPLE.filter((person) => isMatch(last, person) && !earlier.some((other) => isMatch(other, person)));
      expect(left).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test("without patterns a rule for which nobody is left is reported", () => {
  const exact = whens.filter(({ title }) => title === undefined || !JSON.stringify(title).includes("*"));
  const titled = (title: string) => (TITLES.includes(title) ? title : "other");
  fc.assert(
    fc.property(fc.array(exact, { minLength: 2, maxLength: 6 }), (each) => {
      const rules = each.map((when) => rule(when));
      const [last, earlier] = [rules.at(-1), rules.slice(0, -1)];
      if (last === undefined || impossibleTest(last) !== undefined) return;
      const everybody = [...PEOPLE, ...PEOPLE.map(({ level }) => ({ title: titled("y"), level }))];
      const isLeft = everybody.some((one) => isMatch(last, one) && !earlier.some((other) => isMatch(other, one)));
      expect(coveredBy(last, earlier) !== undefined).toBe(!isLeft);
    }),
    { numRuns: 2_000 },
  );
});
