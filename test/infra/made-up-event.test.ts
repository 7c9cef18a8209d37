import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readStageSettings } from "../../config/stage-settings.ts";
import { stackOf } from "../../infra/stack.ts";
import { type EventRow, type Stage, stageOf } from "../../infra/stage.ts";

const SETTINGS = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const STAGE = stageOf("prod", readStageSettings(SETTINGS, "prod"), "digest");

/** An event type that the catalogue does not have: employees who move. */
const MOVED: EventRow = {
  type: "hr.employee.moved.v1",
  detailType: "employee.moved",
  title: "Employee moved",
  queue: "employee-moved",
  functionName: "employeeMoved",
  logicalId: "EmployeeMoved",
  mayCreate: false,
  batch: { size: 40, window: 2 },
};
const withRow = (row: EventRow): Stage => ({ ...STAGE, rows: [...STAGE.rows, row] });

type Parts = Readonly<Record<string, unknown>>;
const added = (before: Parts, after: Parts): string[] =>
  Object.keys(after).filter((key) => !Object.hasOwn(before, key));
const [before, after] = [stackOf(STAGE), stackOf(withRow(MOVED))];

/** The resources of a row, renamed to the made-up row. */
const renamed = (parts: Parts, row: EventRow): Parts => {
  const names = (["type", "detailType", "title", "queue", "functionName", "logicalId"] as const).map(
    (member) => [row[member].replace(".v1", ""), MOVED[member].replace(".v1", "")] as const,
  );
  const own = Object.entries(parts).filter(([key]) => key.startsWith(row.logicalId) || key === row.functionName);
  const text = names.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(Object.fromEntries(own)));
  return JSON.parse(text);
};
const only = (parts: Parts, keys: readonly string[]): Parts => Object.fromEntries(keys.map((key) => [key, parts[key]]));

test("one more row adds queues, policies, a rule, a role, a function, alarms and an output", () => {
  expect(added(before.resources.Resources, after.resources.Resources)).toEqual([
    "EmployeeMovedQueue",
    "EmployeeMovedDeadLetterQueue",
    "EmployeeMovedQueuePolicy",
    "EmployeeMovedDeadLetterQueuePolicy",
    "EmployeeMovedRule",
    "EmployeeMovedRole",
    "EmployeeMovedDeadLettersAlarm",
    "EmployeeMovedOldDeadLettersAlarm",
    "EmployeeMovedLagAlarm",
    "EmployeeMovedExpiryAlarm",
    "EmployeeMovedErrorsAlarm",
    "EmployeeMovedThrottlesAlarm",
    "EmployeeMovedDurationAlarm",
  ]);
  expect(added(before.functions, after.functions)).toEqual(["employeeMoved"]);
  expect(added(before.resources.Outputs, after.resources.Outputs)).toEqual(["EmployeeMovedQueueUrl"]);
});

test.each(STAGE.rows)("in the place of $functionName its resources have the same shape", (row) => {
  const inPlace = { ...MOVED, mayCreate: row.mayCreate, batch: row.batch };
  const rows = STAGE.rows.map((each) => (each === row ? inPlace : each));
  const { functions, resources } = stackOf({ ...STAGE, rows });
  for (const [old, all] of [
    [before.resources.Resources, resources.Resources],
    [before.resources.Outputs, resources.Outputs],
    [before.functions, functions],
  ] as const) {
    expect(only(all, added(old, all))).toEqual(renamed(old, row));
    expect(added(old, all)).not.toEqual([]);
  }
});

test("its rule matches every version of its type, and its function has its own batch settings", () => {
  expect(after.resources.Resources["EmployeeMovedRule"]?.Properties).toMatchObject({
    EventPattern: {
      $or: [
        { detail: { specversion: [{ exists: true }], type: [{ prefix: "hr.employee.moved" }] } },
        {
          detail: { specversion: [{ exists: false }] },
          "detail-type": [{ prefix: "employee.moved" }, { prefix: "hr.employee.moved" }],
        },
      ],
    },
  });
  const [source] = after.functions["employeeMoved"]?.events ?? [];
  expect(source).toMatchObject({ sqs: { batchSize: 40, maximumBatchingWindow: 2 } });
});

test("its dead letters can be replayed, and the dashboard shows it", () => {
  expect(after.functions["replayDeadLetters"]?.environment).toEqual({
    EMPLOYEE_HIRED_QUEUE_URL: { Ref: "EmployeeHiredQueue" },
    EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: { Ref: "EmployeeHiredDeadLetterQueue" },
    ROLE_CHANGED_QUEUE_URL: { Ref: "RoleChangedQueue" },
    ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: { Ref: "RoleChangedDeadLetterQueue" },
    EMPLOYEE_MOVED_QUEUE_URL: { Ref: "EmployeeMovedQueue" },
    EMPLOYEE_MOVED_DEAD_LETTER_QUEUE_URL: { Ref: "EmployeeMovedDeadLetterQueue" },
  });
  const role = JSON.stringify(after.resources.Resources["ReplayDeadLettersRole"]);
  expect(role).toContain('"EmployeeMovedQueue"');
  expect(role).toContain('"EmployeeMovedDeadLetterQueue"');
  const dashboard = JSON.stringify(after.resources.Resources["Dashboard"]).replaceAll("\\", "");
  const times = (name: string) => dashboard.split(`"seatkeeper-prod-${name}"`).length - 1;
  expect(["employee-moved", "employee-moved-dlq", "employeeMoved"].map(times)).toEqual([2, 1, 1]);
});

test.each([true, false])("its role and its environment match mayCreate: %s", (mayCreate) => {
  const { functions, resources } = stackOf(withRow({ ...MOVED, mayCreate }));
  const role = JSON.stringify(resources.Resources["EmployeeMovedRole"]);
  expect(role.includes("chime:CreateUser")).toBe(mayCreate);
  expect(role.includes("IdempotencyTable")).toBe(mayCreate);
  expect(Object.hasOwn(functions["employeeMoved"]?.environment ?? {}, "IDEMPOTENCY_TABLE")).toBe(mayCreate);
});
