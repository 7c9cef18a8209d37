import { expect, test } from "vitest";
import { compileLicensePolicy } from "../../config/compile-license-policy.ts";

const rule = (when: string, name = "r1", license = "Pro") =>
  `  - { name: ${name}, when: ${when}, license: ${license} }\n`;
const policy = (...rules: string[]) => `rules:\n${rules.join("")}default: { name: rest, license: Basic }\n`;
const LICENSES = ["Basic", "Plus", "Pro", "ProTrial"];
const compile = (text: string) => compileLicensePolicy(text, { fileName: "p.yml", licenses: LICENSES });

test("compiles every kind of condition", () => {
  const when =
    '{ title: "*Lead*", department: [Sales, "Cust*"], level: { gte: 2, lte: 4 }, location: { not: [US, UK] }, event: hired, attributes: { costCenter: "421", remote: true, grade: { gte: 3 } } }';
  expect(compile(policy(rule(when)))).toEqual({
    rules: [
      {
        name: "r1",
        license: "Pro",
        when: [
          { member: "title", condition: { op: "glob", pattern: "*Lead*" } },
          {
            member: "department",
            condition: {
              op: "anyOf",
              conditions: [
                { op: "equals", value: "Sales" },
                { op: "glob", pattern: "Cust*" },
              ],
            },
          },
          { member: "level", condition: { op: "range", gte: 2, lte: 4 } },
          {
            member: "location",
            condition: {
              op: "not",
              condition: {
                op: "anyOf",
                conditions: [
                  { op: "equals", value: "US" },
                  { op: "equals", value: "UK" },
                ],
              },
            },
          },
          { member: "event", condition: { op: "equals", value: "hired" } },
          { member: "attributes.costCenter", condition: { op: "equals", value: "421" } },
          { member: "attributes.remote", condition: { op: "equals", value: true } },
          { member: "attributes.grade", condition: { op: "range", gte: 3 } },
        ],
      },
    ],
    default: { name: "rest", license: "Basic" },
  });
});

test.each([
  ["text that is not YAML", "rules: [", /^p\.yml:1:9: not YAML: Flow sequence/],
  ["no rules", "default: { name: rest, license: Basic }", "p.yml:1:1: the policy needs `rules`, a list"],
  ["no default", "rules: []", "p.yml:1:1: the default needs a `name`, a text"],
  [
    "an unknown top member",
    `${policy()}extra: 1`,
    "p.yml:3:1: the policy: unknown member extra: expected one of rules, default",
  ],
  [
    "a rule without a name",
    policy("  - { when: { level: 1 }, license: Pro }\n"),
    "p.yml:2:5: rule 1 needs a `name`, a text",
  ],
  [
    "an unknown license",
    policy(rule("{ level: 1 }", "r1", "Gold")),
    /^p\.yml:2:37: rule "r1" needs a `license`: one of Basic, Plus, Pro, ProTrial, none$/,
  ],
  [
    "a misspelled license",
    policy(rule("{ level: 1 }", "r1", "protrail")),
    /^p\.yml:2:37: rule "r1" needs a `license`: one of Basic, Plus, Pro, ProTrial, none; did you mean ProTrial\?$/,
  ],
  [
    "no license",
    policy("  - { name: r1, when: { level: 1 } }\n"),
    /^p\.yml:2:5: .+ one of Basic, Plus, Pro, ProTrial, none$/,
  ],
  [
    "an unknown rule member",
    policy("  - { name: r1, if: 1, when: { level: 1 }, license: Pro }\n"),
    'p.yml:2:17: rule "r1": unknown member if: expected one of name, when, license',
  ],
  [
    "an unknown role member",
    policy(rule("{ departement: Sales }")),
    'p.yml:2:25: rule "r1": unknown member departement: expected one of event, title, department, level, employmentType, location, attributes; did you mean department?',
  ],
  ["an empty when", policy(rule("{}")), 'p.yml:2:17: rule "r1" needs a `when` that tests something'],
  ["empty attributes", policy(rule("{ attributes: {} }")), 'p.yml:2:25: rule "r1": attributes needs at least one name'],
  ["an empty list", policy(rule("{ title: [] }")), 'p.yml:2:25: rule "r1": title: the list is empty'],
  ["an empty text", policy(rule('{ title: " " }')), 'p.yml:2:25: rule "r1": title: the text is empty'],
  ["invisible text", policy(rule('{ title: "\u200b" }')), 'p.yml:2:25: rule "r1": title: the text is empty'],
  [
    "a number that is not what it looks like",
    policy(rule("{ level: 1 }"), rule("{ attributes: { costCenter: [0999] } }", "r2")),
    "p.yml:3:52: 0999 is the number 999: write that, or put it in quotes if it is text",
  ],
  ["a number with a point", policy(rule("{ attributes: { grade: 5.0 } }")), "p.yml:2:46: 5.0 is the number 5"],
  [
    "a number for a text member",
    policy(rule("{ title: 4 }")),
    'p.yml:2:25: rule "r1": title: is text, so put the value in quotes: "4"',
  ],
  ["text for a number member", policy(rule("{ level: high }")), 'p.yml:2:25: rule "r1": level: expected a number'],
  [
    "a range on text",
    policy(rule("{ title: { gte: 1 } }")),
    'p.yml:2:25: rule "r1": title: gte and lte compare numbers',
  ],
  ["a range of text", policy(rule("{ level: { gte: a } }")), 'p.yml:2:34: rule "r1": level: gte takes a number'],
  [
    "a reversed range",
    policy(rule("{ level: { gte: 5, lte: 3 } }")),
    'p.yml:2:25: rule "r1": level: gte 5 is above lte 3',
  ],
  [
    "an unknown operator",
    policy(rule("{ level: { gt: 5 } }")),
    'p.yml:2:34: rule "r1": level: unknown operator gt: expected one of gte, lte, not; did you mean gte?',
  ],
  [
    "not with another operator",
    policy(rule("{ level: { not: 5, gte: 1 } }")),
    'p.yml:2:25: rule "r1": level: expected gte and/or lte, or not alone; found not, gte',
  ],
  [
    "an unknown event",
    policy(rule("{ event: fired }")),
    /^p\.yml:2:25: rule "r1": event: expected one of hired, role-changed; did you mean hired\?$/,
  ],
  [
    "the event of a leaver",
    policy(rule("{ event: left }")),
    /^p\.yml:2:25: .+ event: expected one of hired, role-changed$/,
  ],
  ["one bad value of a list", policy(rule('{ title: [a, " "] }')), 'p.yml:2:36: rule "r1": title: the text is empty'],
  ["a bad value in not", policy(rule("{ level: { not: [1, a] } }")), 'p.yml:2:43: rule "r1": level: expected a number'],
  ["a bound without end", policy(rule("{ level: { lte: .inf } }")), 'p.yml:2:34: rule "r1": level: lte takes a number'],
  [
    "a bound that is none",
    policy(rule("{ level: { gte: .nan } }")),
    'p.yml:2:34: rule "r1": level: gte takes a number',
  ],
  ["an empty operator", policy(rule("{ level: {} }")), 'p.yml:2:25: rule "r1": level: expected gte and/or lte'],
  [
    "misspelled attributes",
    policy(rule('{ atributes: { costCenter: "1" } }')),
    "unknown member atributes: expected one of event, title, department, level, employmentType, location, attributes; did " +
      "you mean attributes?",
  ],
  [
    "an attribute that no event can have",
    policy(rule('{ attributes: { "cost center": "1" } }')),
    'p.yml:2:39: rule "r1": no event can have attributes.cost center: expected a name of letters, digits',
  ],
  ["an empty file", "", "p.yml:1:1: the file is empty: expected rules and default"],
  ["comments alone", "# rules\n", "p.yml:1:1: the file is empty: expected rules and default"],
  ["null", "null\n", "p.yml:1:1: the file is empty: expected rules and default"],
  ["a list in itself", "rules: &a [*a]\n", "p.yml:1:12: *a stands for &a, which it is a part of"],
  [
    "a rule that nobody can match",
    policy(rule("{ level: 1 }"), rule('{ title: { not: "*" } }', "r2")),
    'p.yml:3:5: rule "r2" can never match: no title that HR can send meets its condition',
  ],
  [
    "a rule that several others cover",
    policy(
      rule("{ event: hired }"),
      rule("{ title: x }", "r2"),
      rule("{ event: role-changed }", "r3"),
      rule("{ level: 1 }", "r4"),
    ),
    'p.yml:5:5: rule "r4" is unreachable: "r1", "r3" above it together match all that it matches',
  ],
  ["a nested list", policy(rule("{ title: [[a]] }")), 'p.yml:2:33: rule "r1": title: expected a value'],
  ["a duplicate name", policy(rule("{ level: 1 }"), rule("{ level: 2 }")), 'p.yml:3:5: the name "r1" is used twice'],
  [
    "the name of the rule for leavers",
    policy(rule("{ level: 1 }", "left")),
    'p.yml:2:5: the name "left" is for employees who left',
  ],
  [
    "a duplicate key",
    policy("  - { name: a, name: b, when: { level: 1 }, license: Pro }\n"),
    "p.yml:2:16: a name is there twice in one place: leave one out, or rename it",
  ],
  [
    "endless aliases",
    `${"a: &a [x]\n"}${Array.from({ length: 200 }, (_, i) => `k${i}: *a\n`).join("")}`,
    "p.yml:2:5: the aliases of this file (*name) stand for more than 100 values: write some out",
  ],
])("rejects %s", (_, text, message) => {
  expect(() => compile(text)).toThrow(message);
});

test("a rule and the default may give no account", () => {
  const none = compile(
    "rules:\n  - { name: r1, when: { level: 1 }, license: none }\ndefault: { name: rest, license: none }\n",
  );
  expect([none.rules[0]?.license, none.default.license]).toEqual(["none", "none"]);
});

test("without a directory a rule may give any license, by its name", () => {
  const text = policy(rule("{ level: 1 }", "r1", "Gold"));
  expect(compileLicensePolicy(text, { fileName: "p.yml" }).rules[0]?.license).toBe("Gold");
  expect(() => compileLicensePolicy(policy(rule("{ level: 1 }", "r1", "4")), { fileName: "p.yml" })).toThrow(
    'p.yml:2:37: rule "r1" needs a `license`: a name',
  );
});

test("reports all problems, each with its line", () => {
  const text = policy(
    rule("{ departement: Sales }", "a"),
    rule("{ title: 4 }", "b"),
    rule("{ level: 1 }", "c", "Gold"),
  );
  expect(() => compile(text)).toThrow(/^p\.yml:2:24: .*\np\.yml:3:24: .*\np\.yml:4:36: .*$/);
});

test.each([
  ["the same test", "{ title: a }", "{ title: A }"],
  ["one more test", "{ title: a }", "{ title: a, level: 1 }"],
  ["a value of a list", "{ title: [a, b] }", "{ title: b }"],
  ["a narrower list", "{ title: [a, b, c] }", "{ title: [c, a] }"],
  ["a value of a glob", '{ title: "*manager*" }', "{ title: Sales Manager }"],
  ["a narrower glob", '{ title: "*manager*" }', '{ title: "area * manager*" }'],
  ["a narrower range", "{ level: { gte: 2 } }", "{ level: { gte: 3, lte: 5 } }"],
  ["a number of a range", "{ level: { lte: 2 } }", "{ level: 2 }"],
  ["a value outside of not", "{ title: { not: a } }", "{ title: b }"],
  ["a wider not", "{ title: { not: a } }", "{ title: { not: [a, b] } }"],
  ["the same text to people", '{ department: "Customer Success" }', '{ department: "customer\u00a0 success" }'],
  ["the number that its text is", '{ attributes: { costCenter: "999" } }', "{ attributes: { costCenter: 999 } }"],
  ["a numeric text in a range", "{ attributes: { grade: { gte: 3 } } }", '{ attributes: { grade: "4" } }'],
  ["one attribute of two", '{ attributes: { a: "1" } }', '{ attributes: { a: "1", b: "2" } }'],
])("reports a later rule with %s as unreachable", (_, first, second) => {
  expect(() => compile(policy(rule(first, "first"), rule(second, "second")))).toThrow(
    'p.yml:3:5: rule "second" is unreachable: "first" above it matches all that it matches',
  );
});

test.each([
  ["{ title: a }", "{ department: a }"],
  ["{ title: a, level: 1 }", "{ title: a }"],
  ["{ title: b }", "{ title: [a, b] }"],
  ["{ title: Manager }", '{ title: "*Manager" }'],
  ['{ title: "a*" }', '{ title: "*a" }'],
  ["{ level: { gte: 3 } }", "{ level: { gte: 2 } }"],
  ["{ level: { lte: 3 } }", "{ level: { lte: 4 } }"],
  ["{ level: { gte: 1 } }", "{ level: { lte: 4 } }"],
  ["{ title: { not: a } }", "{ title: a }"],
  ["{ title: { not: [a, b] } }", "{ title: { not: a } }"],
  ["{ level: 2 }", "{ level: { gte: 2 } }"],
  ['{ attributes: { costCenter: "999" } }', '{ attributes: { costCenter: "0999" } }'],
  ["{ attributes: { costCenter: 999 } }", '{ attributes: { costCenter: "99*" } }'],
])("accepts %s above %s", (first, second) => {
  expect(compile(policy(rule(first, "first"), rule(second, "second"))).rules).toHaveLength(2);
});
