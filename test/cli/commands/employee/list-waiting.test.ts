import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listWaiting } from "../../../../cli/commands/employee/list-waiting.ts";
import type { Waiting } from "../../../../domain/employee-record.ts";
import { startTables } from "../../../../local/aws/tables.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

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

const list = async (options: object = {}) => (await listWaiting({ stage: "local", ...options })).text;
const listed = async (options: object = {}) => JSON.parse(await list({ json: true, ...options }));

const IN_USE: Waiting = {
  because: "AddressInUse",
  since: "2026-06-01T11:00:00.000Z",
  until: "2026-06-01T12:05:00.000Z",
};
const waits = async (employeeId: string, waiting: Waiting) => {
  const { record } = await table.employees.fold(hired({ employeeId }), NOW);
  await table.employees.save(record, { ...record, waiting, revision: record.revision + 1 });
};

test("shows who waits, why, since and until when, and for which function, the next one first", async () => {
  await table.employees.fold(hired({ employeeId: "E1" }), NOW);
  await table.employees.fold(left({ employeeId: "E1", effectiveAt: "2026-07-01T00:00:00.000Z" }), NOW);
  await waits("E2", IN_USE);
  await table.employees.fold(hired({ employeeId: "E3" }), NOW);
  expect(await listed()).toEqual({
    waiting: 2,
    employees: [
      { employeeId: "E2", ...IN_USE, for: "employeeHired" },
      { employeeId: "E1", because: "NotYetEffective", until: "2026-07-01T00:00:00.000Z", for: "employeeLeft" },
    ],
  });
  expect(await list()).toMatch(
    /2 employees waiting[\s\S]*E2 +│ AddressInUse +│ 2026-06-01T11:00:00.000Z \(.*\) +│ 2026-06-01T12:05[\s\S]*E1 +│ NotYetEffective +│ - /,
  );
  expect(await list()).not.toMatch(/ana@example|Engineer/);
});

test("shows both of what an employee waits for, each with its function", async () => {
  await waits("E1", IN_USE);
  await table.employees.fold(left({ employeeId: "E1", effectiveAt: "2026-06-01T12:03:00.000Z" }), NOW);
  expect((await listed()).employees).toEqual([
    { employeeId: "E1", ...IN_USE, for: "employeeHired" },
    { employeeId: "E1", because: "NotYetEffective", until: "2026-06-01T12:03:00.000Z", for: "employeeLeft" },
  ]);
});

test("counts all, and shows at most so many", async () => {
  for (const minute of [3, 1, 2]) await waits(`E${minute}`, { ...IN_USE, until: `2026-06-01T12:0${minute}:00.000Z` });
  const { waiting, employees } = await listed({ limit: 2 });
  expect([waiting, employees.map(({ employeeId }: { employeeId: string }) => employeeId)]).toEqual([3, ["E1", "E2"]]);
  expect(await list({ limit: 2 })).toContain("… and 1 more: --limit shows them");
});

test("says that nobody waits", async () => {
  await table.employees.fold(hired(), NOW);
  expect(await list()).toBe("Nobody waits.");
});

test("a record that this release cannot read keeps nobody else from the list", async () => {
  await waits("E1", IN_USE);
  await table.put({
    employeeId: "E2",
    formatVersion: 99,
    wakeShard: "3",
    wakeAt: "2026-06-01T00:00:00.000Z",
    wakeBy: "left",
  });
  expect((await listed()).employees).toEqual([
    { employeeId: "E2", because: "RecordUnreadable", until: "2026-06-01T00:00:00.000Z" },
    { employeeId: "E1", ...IN_USE, for: "employeeHired" },
  ]);
});

test("a stack that is not there, and a stage without the table, are one line each", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1");
  await expect(list()).rejects.toThrow(
    "AWS_ENDPOINT_URL_DYNAMODB is http://127.0.0.1:1, and the stack is not there: unset it to use that of npm run dev",
  );
  const empty = await startTables([], 0, "us-east-1");
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", empty.endpoint);
  await expect(list()).rejects.toThrow(
    'There is no table seatkeeper-local-employees in this account and region: is the stage "local" deployed here?',
  );
  await empty.close();
});
