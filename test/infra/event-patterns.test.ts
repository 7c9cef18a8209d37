import { describe, expect, test } from "vitest";
import { kindOf } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { parseHrEvent } from "../../events/parse.ts";
import type { Resources } from "../../infra/cloudformation.ts";
import { stackOf } from "../../infra/stack.ts";
import type { EventRow } from "../../infra/stage.ts";
import { eventBody, hireBody, roleChangeBody } from "../support/event-bodies.ts";
import { matchesPattern } from "../support/event-pattern.ts";
import { NOW } from "../support/hr-events.ts";
import { madeStage } from "./made-stage.ts";

const STAGE = madeStage("prod");

/** The longest pattern that EventBridge takes. Source: Amazon EventBridge quotas, "Event pattern size". */
const MAX_PATTERN_LENGTH = 2048;

type Rule = { readonly EventPattern: Readonly<Record<string, unknown>>; readonly Targets: { readonly Id: string }[] };

const rulesOf = (rows: readonly EventRow[]): readonly Rule[] =>
  Object.values<Resources[string]>(stackOf({ ...STAGE, rows }).resources.Resources)
    .filter(({ Type }) => Type === "AWS::Events::Rule")
    .map(({ Properties }) => Properties as unknown as Rule);

/** The queues that an event on the bus reaches, one for each time that it does. */
const queuesOf = (event: object, rows: readonly EventRow[] = STAGE.rows): readonly string[] =>
  rulesOf(rows)
    .filter(({ EventPattern }) => matchesPattern(EventPattern, event))
    .flatMap(({ Targets }) => Targets.map(({ Id }) => Id));

const onTheBus = (detailType: string, detail: object): object => ({
  version: "0",
  id: "17793124-05d4-b198-2fde-7ededc63b103",
  "detail-type": detailType,
  source: "hr.workforce",
  account: "123456789012",
  time: "2026-03-01T00:00:00Z",
  region: "us-east-1",
  resources: [],
  detail,
});

/** What the function behind the queue makes of it: the kind of the event, or the code of the failure. */
const becomes = (event: object): string => {
  try {
    return kindOf(parseHrEvent(JSON.stringify(event), NOW));
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
};

const [plainHire, plainChange] = [hireBody().data, roleChangeBody().data];
const plainLeave = { employeeId: "E1", effectiveAt: "2026-05-01T00:00:00Z" };
const plainCancellation = { employeeId: "E1", cancels: "change-9" };
const leave = { ...eventBody("left"), data: plainLeave };
const cancellation = { ...eventBody("change-cancelled"), data: plainCancellation };
const unknown = (type: string) => ({ ...eventBody("hired"), type });
const UNKNOWN = "UnknownEventType";

test.each<[what: string, detailType: string, detail: object, queue: string, becomes: string]>([
  ["a hire", "employee.hired", plainHire, "employee-hired", "hired"],
  ["a role change", "employee.role-changed", plainChange, "role-changed", "role-changed"],
  ["a leave", "employee.left", plainLeave, "employee-left", "left"],
  ["a cancellation", "employee.change-cancelled", plainCancellation, "role-changed", "change-cancelled"],
  ["a leave by its whole type", "hr.employee.left.v1", plainLeave, "employee-left", "left"],
  [
    "a cancellation by its whole type",
    "hr.employee.change-cancelled.v1",
    plainCancellation,
    "role-changed",
    "change-cancelled",
  ],
  ["a leave as a CloudEvent", "HR", leave, "employee-left", "left"],
  ["a cancellation as a CloudEvent", "HR", cancellation, "role-changed", "change-cancelled"],
  ["a hire by its whole type", "hr.employee.hired.v1", plainHire, "employee-hired", "hired"],
  ["a role change by its whole type", "hr.employee.role-changed.v1", plainChange, "role-changed", "role-changed"],
  ["a CloudEvent under its type", "hr.employee.hired.v1", hireBody(), "employee-hired", "hired"],
  ["a CloudEvent under any detail-type", "HR", roleChangeBody(), "role-changed", "role-changed"],
  ["a CloudEvent under another event's name", "employee.hired", roleChangeBody(), "role-changed", "role-changed"],
  ["the other way round", "employee.role-changed", hireBody(), "employee-hired", "hired"],
  ["a later version", "HR", unknown("hr.employee.hired.v2"), "employee-hired", "UnknownEventVersion"],
  ["a later version, as plain data", "hr.employee.role-changed.v2", {}, "role-changed", "UnknownEventVersion"],
  ["a later version of a leave", "HR", unknown("hr.employee.left.v2"), "employee-left", "UnknownEventVersion"],
  [
    "a later version of a cancellation",
    "HR",
    unknown("hr.employee.change-cancelled.v2"),
    "role-changed",
    "UnknownEventVersion",
  ],
  ["an unknown kind", "employee.promoted", plainHire, "employee-hired", UNKNOWN],
  ["an unknown kind in words", "Employee Hired", plainHire, "employee-hired", UNKNOWN],
  ["an unknown kind in capitals", "EMPLOYEE_HIRED", plainHire, "employee-hired", UNKNOWN],
  ["an unknown kind by its whole type", "hr.employee.promoted.v1", plainHire, "employee-hired", UNKNOWN],
  ["an unknown CloudEvent", "HR", unknown("hr.employee.promoted.v1"), "employee-hired", UNKNOWN],
  ["an unknown CloudEvent under a known name", "employee.role-changed", unknown("x.y"), "employee-hired", UNKNOWN],
  ["a CloudEvent without a type", "employee.role-changed", { specversion: "1.0" }, "employee-hired", "InvalidEvent"],
  ["a CloudEvent with a type of null", "HR", { specversion: "1.0", type: null }, "employee-hired", "InvalidEvent"],
  ["plain data that has a type", "employee.hired", { ...plainHire, type: "x" }, "employee-hired", "hired"],
  [
    "a CloudEvent without its specversion",
    "HR",
    { ...roleChangeBody(), specversion: undefined },
    "employee-hired",
    UNKNOWN,
  ],
  ["what is not about employees", "Payroll Run", {}, "employee-hired", UNKNOWN],
])("%s reaches one queue: %s", (_, detailType, detail, queue, result) => {
  const event = JSON.parse(JSON.stringify(onTheBus(detailType, detail)));
  expect(queuesOf(event)).toEqual([queue]);
  expect(becomes(event)).toBe(result);
});

describe("with one more queue in the catalogue", () => {
  const moved: EventRow = {
    events: [{ type: "hr.employee.moved.v1", detailType: "employee.moved", title: "Employee moved" }],
    queue: "employee-moved",
    functionName: "employeeMoved",
    logicalId: "EmployeeMoved",
    may: { create: false, release: false },
    batch: { size: 40, window: 2 },
  };
  const rows = [...STAGE.rows, moved];

  test.each([
    ["employee.moved", {}],
    ["hr.employee.moved.v1", {}],
    ["HR", unknown("hr.employee.moved.v1")],
  ])("%s no longer counts as unknown", (detailType, detail) => {
    expect(queuesOf(onTheBus(detailType, detail), rows)).toEqual(["employee-moved"]);
  });

  test("the first row takes what is unknown", () => {
    expect(queuesOf(onTheBus("employee.promoted", {}), rows.toReversed())).toEqual(["employee-moved"]);
  });

  test("the patterns of ten rows are short enough", () => {
    const many = Array.from({ length: 10 }, (_, index) => ({
      ...moved,
      logicalId: `Row${index}`,
      queue: `queue-${index}`,
    }));
    const lengths = rulesOf(many).map(({ EventPattern }) => JSON.stringify(EventPattern).length);
    expect(lengths).toHaveLength(10);
    expect(Math.max(...lengths)).toBeLessThan(MAX_PATTERN_LENGTH);
  });
});

test("no event's name begins another's, or it would reach both queues", () => {
  const events = STAGE.rows.flatMap((row) => row.events);
  const names = events.flatMap(({ type, detailType }) => [type.replace(/\.v\d+$/, ""), detailType]);
  expect(names).toHaveLength(8);
  for (const name of names) expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
});
