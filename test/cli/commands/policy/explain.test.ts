import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { policyExplain } from "../../../../cli/commands/policy/explain.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { eventBody, hireBody } from "../../../support/event-bodies.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

const folder = mkdtempSync(join(tmpdir(), "policy-explain-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => void vi.stubEnv("NO_COLOR", "1"));
afterEach(() => vi.unstubAllEnvs());

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const EVENT = JSON.stringify(hireBody({ role: { title: "Area Manager", department: "Engineering" } }));
const OTHER = file("other.yml", "rules: []\ndefault: { name: nobody, license: none }\n");
const event = () => file("event.json", EVENT);

test("shows each rule with the first condition that failed", async () => {
  const { text } = await policyExplain(event(), {});
  expect(text).toMatch(/^E1: Pro by the rule managers \(config\/license-policy\.yml\)/);
  expect(text).toMatch(/customer-facing .* no: department: \[Sales, .*\]; HR said Engineering/);
  expect(text).toMatch(/managers .* matches, and gives the license/);
  expect(text).toMatch(/senior-staff .* no: level: \{ gte: 5 \}; HR said none/);
  expect(text).toMatch(/everyone-else .* matches, too/);
});

test("--policy asks another policy, and --stage takes its directory's licenses", async () => {
  const { text } = await policyExplain(event(), { policy: OTHER, stage: "dev", json: true });
  expect(JSON.parse(text)).toEqual({
    employeeId: "E1",
    policy: OTHER,
    license: "none",
    rule: "nobody",
    rules: [{ rule: "nobody", license: "none", outcome: "given" }],
  });
  const gold = file("gold.yml", "rules: []\ndefault: { name: all, license: Gold }\n");
  await expect(policyExplain(event(), { policy: gold, stage: "dev" })).rejects.toThrow("gold.yml:2:");
});

test("asks no rule about a leaver", async () => {
  const path = file("left.json", JSON.stringify(eventBody("left")));
  expect((await policyExplain(path, {})).text).toContain("No rule is asked about somebody who left.");
});

test.each<[string, string, string]>([
  ["several events", `${EVENT}\n${EVENT}\n`, "there are 2 events in this file; give one"],
  ["a bad event", '{"specversion":"1.0"}', "bad.json:1"],
  ["an event that says nothing of a role", JSON.stringify(eventBody("change-cancelled")), "cancels another one"],
])("a file with %s is refused", async (_, text, message) => {
  await expect(policyExplain(file("bad.json", text), {})).rejects.toThrow(message);
});

test.each<[string, string | undefined, object]>([
  ["nothing", undefined, {}],
  ["a file and an employee", "event.json", { employee: "E1", stage: "local" }],
  ["an employee without a stage", undefined, { employee: "E1" }],
])("%s is wrong use", async (_, path, options) => {
  await expect(policyExplain(path, options)).rejects.toThrow("--employee");
});

test("of an employee of a stage, what HR said is masked as `employee show` does it, unless --reveal asks for it", async () => {
  const table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  await table.employees.fold(hired(), NOW);
  const explained = async (reveal: boolean, json: boolean) =>
    (await policyExplain(undefined, { employee: "E1", stage: "local", reveal, json })).text;
  expect(await explained(false, false)).toMatch(/managers +│ Pro +│ no: .*; HR said "\*\*\*"/);
  for (const json of [false, true]) {
    expect(await explained(false, json)).not.toContain("Engineer");
    expect(await explained(true, json)).toContain("Engineer");
  }
  await table.close();
});

test("explains an employee of a stage, also with what came due since she was last handled", async () => {
  const table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  const promoted = { role: { title: "Head of IT", department: "IT", attributes: {} } };
  await table.employees.fold(hired({ ...promoted, effectiveAt: "2026-06-02T00:00:00.000Z" }), NOW);
  const explained = async (employee: string) =>
    JSON.parse((await policyExplain(undefined, { employee, stage: "local", json: true })).text);
  expect(await explained("E1")).toMatchObject({ employeeId: "E1", license: "Pro", rule: "managers" });
  await table.employees.fold(hired({ employeeId: "E2" }), NOW);
  await table.employees.fold(left({ employeeId: "E2" }), NOW);
  expect(await explained("E2")).toMatchObject({ license: "none", rule: "left", rules: [] });
  await table.employees.fold(hired({ employeeId: "E3", effectiveAt: "2999-06-02T00:00:00.000Z" }), NOW);
  await expect(explained("E3")).rejects.toThrow("Nothing that HR said of E3 is in effect yet");
  await expect(explained("E4")).rejects.toThrow("Nothing is known of an employee E4");
  await table.close();
});
