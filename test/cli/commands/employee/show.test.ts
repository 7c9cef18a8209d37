import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { employeeShow } from "../../../../cli/commands/employee/show.ts";
import type { EmployeeRecord } from "../../../../domain/employee-record.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW, roleChanged } from "../../../support/hr-events.ts";
import { startSeatkeeper } from "../../../support/seatkeeper-process.ts";

const PERSONAL = /ana@example\.com|Ana Diaz|Engineer|Boss/;
const STAGE = { stage: "local" };

let table: Awaited<ReturnType<typeof localEmployees>>;
beforeEach(async () => {
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await table.close();
});

const show = async (options: object = {}) => (await employeeShow("E1", { ...STAGE, ...options })).text;
const shown = async (options: object = {}) => JSON.parse(await show({ json: true, ...options }));

/** What a function has written. */
const confirm = async (changes: Partial<EmployeeRecord>) => {
  const record = await table.employees.read("E1");
  if (record === undefined) throw new Error("no record");
  await table.employees.save(record, { ...record, ...changes, revision: record.revision + 1 });
};

const anEmployee = async () => {
  await table.employees.fold(hired({ displayName: "Ana Diaz" }), NOW);
  const role = { title: "Boss", department: "Engineering", attributes: {} };
  await table.employees.fold(roleChanged({ effectiveAt: "2026-07-01T00:00:00.000Z", role }), NOW);
  await table.employees.fold(left({ effectiveAt: "2026-08-01T00:00:00.000Z" }), NOW);
  await confirm({
    link: { accountId: "U1" },
    applied: {
      license: "Pro",
      profile: { email: "ana@example.com", displayName: "Ana Diaz" },
      active: true,
      entitled: true,
      state: 1,
      at: "2026-06-01T12:00:00.000Z",
    },
    decisions: [
      {
        eventId: "hire-1",
        eventSource: "mailto:ana@example.com",
        eventDigest: "digest",
        rule: "managers",
        license: "Pro",
        from: "Basic",
        outcome: "updated",
        at: "2026-06-01T12:00:00.000Z",
      },
    ],
  });
};

test("shows account, license and rule, what holds, what comes and what was decided, without personal data", async () => {
  await anEmployee();
  const text = await show();
  expect(text).toMatch(
    /^E1: works here \(hire-1\)\naccount +U1\nlicense +Pro; confirmed 2026-06-01T12:00:00.000Z\nrule +managers\n/,
  );
  expect(text).toContain("NotYetEffective, until 2026-07-01T00:00:00.000Z, for roleChanged");
  expect(text).toContain('"email": "***"');
  expect(text).toMatch(/2026-07-01T00:00:00.000Z +│ hr.employee.role-changed.v1 +│ change-1 +│ \*\*\* /);
  expect(text).toMatch(/2026-08-01T00:00:00.000Z +│ hr.employee.left.v1 +│ leave-1 +│ - /);
  expect(text).toMatch(/hire-1 +│ updated +│ Basic → Pro +│ managers/);
  expect(text).not.toMatch(PERSONAL);
  expect(JSON.stringify(await shown())).not.toMatch(PERSONAL);
});

test("--reveal shows everything", async () => {
  await anEmployee();
  expect(await show({ reveal: true })).toMatch(/ana@example\.com[\s\S]*Boss/);
  expect(await shown({ reveal: true })).toMatchObject({
    role: { type: "hr.employee.hired.v1", source: "/hr", data: { displayName: "Ana Diaz" } },
    applied: { profile: { email: "ana@example.com", displayName: "Ana Diaz" } },
    upcoming: [{ data: { role: { title: "Boss" } } }, { type: "hr.employee.left.v1" }],
    decisions: [{ eventSource: "mailto:ana@example.com" }],
  });
});

test("says of a leaver that she left, and of an account when its release was begun", async () => {
  await anEmployee();
  await table.employees.fold(left({ id: "leave-2", effectiveAt: "2026-05-01T00:00:00.000Z" }), NOW);
  await table.employees.holdClaim("U1", "E1", NOW);
  expect(await show()).toMatch(/^E1: has left \(leave-2\)\naccount +U1; release begun 2026-06-01T12:00:00.000Z\n/);
  expect(await show()).toContain("Pro; confirmed 2026-06-01T12:00:00.000Z; what HR said last is not applied yet");
  await confirm({ applied: { license: "Basic", active: false, entitled: false, state: 2, at: NOW.toISOString() } });
  expect(await show()).toMatch(/license +Basic, suspended; confirmed 2026-06-01T12:00:00.000Z\n/);
});

test("says why somebody waits who has no account", async () => {
  await table.employees.fold(roleChanged(), NOW);
  const times = { since: "2026-06-01T12:00:00.000Z", until: "2026-06-01T12:05:00.000Z" };
  await confirm({ waiting: { because: "NoHireYet", ...times } });
  const text = await show();
  expect(text).toMatch(/^E1: no hire was seen\naccount +none\nlicense +nothing was applied yet\n/);
  expect(text).toContain(`NoHireYet since ${times.since}, until ${times.until}, for roleChanged`);
  expect((await shown()).waits).toEqual([{ because: "NoHireYet", ...times, for: "roleChanged" }]);
});

test("shows somebody of whom only the future is known, and an account that was found", async () => {
  await table.employees.fold(hired({ effectiveAt: "2026-07-01T00:00:00.000Z" }), NOW);
  expect(await show()).toMatch(/^E1: nothing is in effect yet\n/);
  const record = await table.employees.read("E1");
  if (record !== undefined) await table.employees.linkCandidate(record, "U7");
  expect(await show()).toMatch(/account +U7, found and not yet confirmed\n/);
});

test("an unknown ID is one line, and exit code 1", async () => {
  const environment = { AWS_ENDPOINT_URL_DYNAMODB: table.endpoint };
  const { exited } = startSeatkeeper(["employee", "show", "E1", "--stage", "local"], environment);
  expect(await exited).toEqual({
    code: 1,
    stdout: "",
    stderr: "Nothing is known of an employee E1 in the stage local\n",
  });
});

test.each([false, true])("no line of what HR said can look like one of ours (reveal: %s)", async (reveal) => {
  const forged = "x\r\nE1: has left\u001b[2J";
  const role = { title: forged, department: forged, attributes: { [forged]: forged } };
  await table.employees.fold(hired({ id: forged, displayName: forged, role }), NOW);
  await table.employees.fold(roleChanged({ effectiveAt: "2026-07-01T00:00:00.000Z", role }), NOW);
  await confirm({ link: { accountId: forged } });
  const text = await show({ reveal });
  expect(text).not.toMatch(/^E1: has left/m);
  expect(text).toMatch(/^(?:\n|\P{Cc})*$/u);
});

test("a record that this release cannot read is one line", async () => {
  await table.put({ employeeId: "E1", formatVersion: 99 });
  await expect(show()).rejects.toThrow("the employee's record has format 99");
});
