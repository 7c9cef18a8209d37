import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const examples = [...read("docs/events.md").matchAll(/^```json\n(.*?)^```/gms)].map(([, json]) =>
  parseHrEvent(json, NOW),
);

test("the examples in docs/events.md are valid: a CloudEvent, and one from EventBridge", () => {
  expect(examples.map(({ fact }) => fact.kind)).toEqual(["hired", "role-changed"]);
});

test("they are about one employee, whom no other page and no sample sends", () => {
  const names = new Set(examples.flatMap(({ employeeId, fact }) => [employeeId, fact.email]));
  expect(names.size).toBe(2);
  for (const path of ["README.md", "docs/deploy.md", "events/samples/hired.jsonl", "events/samples/employees.jsonl"]) {
    const text = read(path);
    expect([...names].filter((name) => text.includes(name))).toEqual([]);
  }
});
