import { expect, test } from "vitest";
import { stackOf } from "../../infra/stack.ts";
import type { EventRow, Stage } from "../../infra/stage.ts";
import { madeStage } from "./made-stage.ts";

const STAGE = madeStage("prod");

/** A queue that the catalogue does not have, for an event that it does not have: employees who move. */
const MOVED: EventRow = {
  events: [{ type: "hr.employee.moved.v1", detailType: "employee.moved", title: "Employee moved" }],
  queue: "employee-moved",
  functionName: "employeeMoved",
  logicalId: "EmployeeMoved",
  may: { create: false, release: false },
  batch: { size: 40, window: 2 },
};
const withRow = (row: EventRow): Stage => ({ ...STAGE, rows: [...STAGE.rows, row] });

type Parts = Readonly<Record<string, unknown>>;
const added = (before: Parts, after: Parts): string[] =>
  Object.keys(after).filter((key) => !Object.hasOwn(before, key));
const [before, after] = [stackOf(STAGE), stackOf(withRow(MOVED))];

/** The made-up queue in the place of a row: with as many events, all made up, and the same permissions and batches. */
const inPlaceOf = ({ events, may, batch }: EventRow): EventRow => ({
  ...MOVED,
  events: events.map((_, index) => ({
    type: `hr.employee.moved-${index}.v1`,
    detailType: `employee.moved-${index}`,
    title: `Employee moved, ${index}`,
  })),
  may,
  batch,
});

/** All names of a row. The longest first: `role-changed` is also a part of an event's type. */
const namesOf = (row: EventRow): readonly string[] => [
  ...row.events.flatMap(({ type, detailType, title }) => [type.replace(".v1", ""), detailType, title]),
  row.queue,
  row.functionName,
  row.logicalId,
];

/** The resources of a row, renamed to those of another. */
const renamed = (parts: Parts, row: EventRow, to: EventRow): Parts => {
  const own = Object.entries(parts).filter(([key]) => key.startsWith(row.logicalId) || key === row.functionName);
  const names = namesOf(to);
  const text = namesOf(row).reduce(
    (all, name, index) => all.replaceAll(name, names[index] ?? ""),
    JSON.stringify(Object.fromEntries(own)),
  );
  return JSON.parse(text);
};
const only = (parts: Parts, keys: readonly string[]): Parts => Object.fromEntries(keys.map((key) => [key, parts[key]]));

test("one more queue adds queues, policies, a rule, a role, a function, alarms and an output", () => {
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
  const inPlace = inPlaceOf(row);
  const rows = STAGE.rows.map((each) => (each === row ? inPlace : each));
  const { functions, resources } = stackOf({ ...STAGE, rows });
  for (const [old, all] of [
    [before.resources.Resources, resources.Resources],
    [before.resources.Outputs, resources.Outputs],
    [before.functions, functions],
  ] as const) {
    expect(only(all, added(old, all))).toEqual(renamed(old, row, inPlace));
    expect(added(old, all)).not.toEqual([]);
  }
});

test("one more event on a queue changes the patterns and the description of rules, and nothing else", () => {
  const rows = STAGE.rows.map((row) =>
    row.queue === "role-changed" ? { ...row, events: [...row.events, ...MOVED.events] } : row,
  );
  const { functions, resources } = stackOf({ ...STAGE, rows });
  expect(functions).toEqual(before.functions);
  const { EmployeeHiredRule: hired, RoleChangedRule: changed } = resources.Resources;
  const { EmployeeHiredRule, RoleChangedRule } = before.resources.Resources;
  expect({ ...resources.Resources, EmployeeHiredRule, RoleChangedRule }).toEqual(before.resources.Resources);
  for (const rule of [hired, changed]) expect(JSON.stringify(rule)).toContain("hr.employee.moved");
  expect(changed?.Properties).toMatchObject({
    Description: "Employee's role changed, Upcoming change cancelled, Employee moved: to the queue of roleChanged",
  });
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

test("its dead letters can be replayed, who waits is sent to it, and the dashboard shows it", () => {
  expect(after.functions["replayDeadLetters"]?.environment).toEqual({
    EMPLOYEE_HIRED_QUEUE_URL: { Ref: "EmployeeHiredQueue" },
    EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: { Ref: "EmployeeHiredDeadLetterQueue" },
    ROLE_CHANGED_QUEUE_URL: { Ref: "RoleChangedQueue" },
    ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: { Ref: "RoleChangedDeadLetterQueue" },
    EMPLOYEE_LEFT_QUEUE_URL: { Ref: "EmployeeLeftQueue" },
    EMPLOYEE_LEFT_DEAD_LETTER_QUEUE_URL: { Ref: "EmployeeLeftDeadLetterQueue" },
    EMPLOYEE_MOVED_QUEUE_URL: { Ref: "EmployeeMovedQueue" },
    EMPLOYEE_MOVED_DEAD_LETTER_QUEUE_URL: { Ref: "EmployeeMovedDeadLetterQueue" },
  });
  const role = JSON.stringify(after.resources.Resources["ReplayDeadLettersRole"]);
  expect(role).toContain('"EmployeeMovedQueue"');
  expect(role).toContain('"EmployeeMovedDeadLetterQueue"');
  expect(after.functions["wakeWaiting"]?.environment).toMatchObject({
    EMPLOYEE_MOVED_QUEUE_URL: { Ref: "EmployeeMovedQueue" },
  });
  expect(JSON.stringify(after.resources.Resources["WakeWaitingRole"])).toContain('"EmployeeMovedQueue"');
  const dashboard = JSON.stringify(after.resources.Resources["Dashboard"]).replaceAll("\\", "");
  const times = (name: string) => dashboard.split(`"seatkeeper-prod-${name}"`).length - 1;
  expect(["employee-moved", "employee-moved-dlq", "employeeMoved"].map(times)).toEqual([2, 1, 1]);
});

test.each([true, false])("its role and its environment match what it may create: %s", (create) => {
  const { functions, resources } = stackOf(withRow({ ...MOVED, may: { create, release: false } }));
  const role = JSON.stringify(resources.Resources["EmployeeMovedRole"]);
  expect(role.includes("chime:CreateUser")).toBe(create);
  expect(role.includes("IdempotencyTable")).toBe(create);
  expect(Object.hasOwn(functions["employeeMoved"]?.environment ?? {}, "IDEMPOTENCY_TABLE")).toBe(create);
});

test.each([true, false])("its role matches what it may release: %s", (release) => {
  const { resources } = stackOf(withRow({ ...MOVED, may: { create: false, release } }));
  const role = JSON.stringify(resources.Resources["EmployeeMovedRole"]);
  expect(["chime:BatchSuspendUser", "chime:LogoutUser"].map((action) => role.includes(action))).toEqual([
    release,
    release,
  ]);
  expect(role).toContain("chime:BatchUnsuspendUser");
});
