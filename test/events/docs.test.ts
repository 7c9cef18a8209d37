import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kindOf } from "../../domain/facts/hr-event.ts";
import { FAILURES } from "../../domain/failures.ts";
import { EVENT_TYPES } from "../../events/catalogue.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { endOfDay, startOfDay } from "../../events/start-of-day.ts";
import { NOW } from "../support/hr-events.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
const page = read("docs/events.md");
const texts = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, json]) => String(json));
const examples = texts.map((json) => parseHrEvent(json, NOW));

test("the examples in docs/events.md are valid: three CloudEvents, and one from EventBridge", () => {
  expect(examples.map(kindOf)).toEqual(["hired", "change-cancelled", "left", "role-changed"]);
});

test("they are about one employee, whom no other page and no sample sends", () => {
  const names = new Set(
    texts.flatMap((json) => [...json.matchAll(/"(?:employeeId|email)": "([^"]+)"/g)].map(([, it]) => it)),
  );
  expect([...names]).toEqual(["E2001", "noor.haddad@example.com"]);
  for (const path of ["README.md", "docs/deploy.md", "events/samples/hired.jsonl", "events/samples/employees.jsonl"]) {
    const text = read(path);
    expect([...names].filter((name) => text.includes(String(name)))).toEqual([]);
  }
});

test("the page lists every type, and no code that no event fails with", () => {
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(
    ([, cell]) => String(cell).match(/(?<=`)[\w.-]+(?=`)/g) ?? [],
  );
  expect(EVENT_TYPES.filter((type) => !rows.includes(type))).toEqual([]);
  const codes = rows.filter((name) => /^[A-Z]/.test(name));
  expect(codes.filter((code) => !Object.hasOwn(FAILURES, code))).toEqual([]);
});

test("the moments that the page gives of days are right", () => {
  expect(page).toContain(startOfDay("2026-03-01", "Europe/Berlin").replace(".000", ""));
  expect(page).toContain(endOfDay("2026-04-30", "Europe/Berlin").replace(".000", ""));
});
