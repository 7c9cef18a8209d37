import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Failure } from "../../domain/failures.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { activeEventIn } from "./hr-fixtures.ts";

const SAMPLES = join(import.meta.dirname, "../../events/samples");
const committed = readFileSync(join(SAMPLES, "employees.jsonl"), "utf8");
const readme = readFileSync(join(SAMPLES, "README.md"), "utf8");
const lines = committed.trimEnd().split("\n");

const parsed = lines.map((line) => {
  try {
    return activeEventIn(line);
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
});
const events = parsed.filter((it) => typeof it !== "string");
const count = <T>(list: readonly T[], wanted: T): number => list.filter((it) => it === wanted).length;

/** The line counts in a section of the README: the first two columns of its table. */
const documented = (heading: string): readonly (readonly [number: number, what: string])[] => {
  const section = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| (\d+) \| ([^|]+?) \|/gm)].map(([, number, what]) => [Number(number), String(what)]);
};

test("the committed sample is the script's output", () => {
  const directory = mkdtempSync(join(tmpdir(), "samples-"));
  const file = join(directory, "employees.jsonl");
  execFileSync(process.execPath, [join(SAMPLES, "make-samples.ts"), file]);
  expect(readFileSync(file, "utf8") === committed).toBe(true);
  rmSync(directory, { recursive: true });
});

test("the committed roster is its script's output", () => {
  const directory = mkdtempSync(join(tmpdir(), "samples-"));
  const file = join(directory, "roster.csv");
  execFileSync(process.execPath, [join(SAMPLES, "make-roster.ts"), file]);
  expect(readFileSync(file, "utf8")).toBe(readFileSync(join(SAMPLES, "roster.csv"), "utf8"));
  rmSync(directory, { recursive: true });
});

test("the parser's results match the README's counts", () => {
  const results = parsed.map((it) => `\`${typeof it === "string" ? it : CATALOGUE[it.fact.kind].type}\``);
  const counts = [...new Set(results)].map((result) => [count(results, result), result]);
  expect([...counts, [lines.length, "in all"]].sort()).toEqual([...documented("What the parser")].sort());
});

test("the README's list of the file's content adds up to its line count", () => {
  const total = documented("In the order").reduce((sum, [number]) => sum + number, 0);
  expect(total).toBe(lines.length);
});

test("the README has the numbers of employees and envelopes", () => {
  const envelopes = lines.map((line) => {
    const sns = line.startsWith('{"Type":"Notification"');
    const eventBridge = line.includes("detail-type");
    return `${sns ? "SNS" : ""}${eventBridge ? "EventBridge" : ""}`;
  });
  const employees = new Set(events.map(({ employeeId }) => employeeId)).size;
  const bare = count(envelopes, "");
  const [bridged, notified, both] = ["EventBridge", "SNS", "SNSEventBridge"].map((kind) => count(envelopes, kind));
  expect(readme).toContain(`The events are about ${employees} employees. ${bare} lines are in no envelope, `);
  expect(readme).toContain(`${bridged} come from EventBridge, ${notified} through SNS and ${both} through SNS from`);
});

test("12 lines are exact redeliveries", () => {
  expect(lines.length - new Set(lines).size).toBe(12);
});

test("one event ID has two contents", () => {
  const digests = Map.groupBy(events, ({ id }) => id);
  const reused = [...digests].filter(([, group]) => new Set(group.map(({ digest }) => digest)).size > 1);
  expect(reused.map(([id]) => id)).toEqual(["hire-1003"]);
});

test("one email, in capitals the second time, belongs to two employees", () => {
  const owners = Map.groupBy(events, ({ fact }) => fact.email);
  const shared = [...owners].filter(([, group]) => new Set(group.map(({ employeeId }) => employeeId)).size > 1);
  expect(shared.map(([email]) => email)).toEqual(["ana.diaz.0@example.com"]);
  expect(committed).toContain('"email":"ANA.DIAZ.0@EXAMPLE.COM"');
});

test("one role change comes before its hire, and ten come before an older change", () => {
  const hiredBefore = (index: number) =>
    events.slice(0, index).some((it) => it.fact.kind === "hired" && it.employeeId === events[index]?.employeeId);
  const early = events.filter(({ fact }, index) => fact.kind === "role-changed" && !hiredBefore(index));
  expect(early.map(({ employeeId }) => employeeId)).toEqual(["E1117", "E9999"]);
  const changes = events.filter(({ id }) => /^change-\d+-[12]$/.test(id));
  const reversed = changes.filter(({ employeeId, fact }, index) => {
    const previous = changes[index - 1];
    return previous?.employeeId === employeeId && previous.fact.effectiveAt > fact.effectiveAt;
  });
  expect(reversed).toHaveLength(10);
});

test("one event is in the future, all others are in 2025", () => {
  const years = events.map(({ fact }) => fact.effectiveAt.slice(0, 4));
  expect([count(years, "2099"), count(years, "2025")]).toEqual([1, events.length - 1]);
});

test("every address is made up", () => {
  const addresses = committed.match(/[\w.-]+@[\w.-]+/g) ?? [];
  expect(addresses.filter((it) => !/@example(\.com)?$/i.test(it))).toEqual([]);
});
