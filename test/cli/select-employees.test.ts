import { expect, test } from "vitest";
import type { EmployeeRow } from "../../cli/employee-row.ts";
import { type EmployeeFilter, selectsEmployee } from "../../cli/select-employees.ts";

const ROWS: readonly EmployeeRow[] = [
  {
    employeeId: "pro",
    employment: "hired",
    license: "Pro",
    rule: "managers",
    department: "Sales  & Marketing",
    waiting: [],
    changedAt: "2026-05-02T00:00:00.000Z",
  },
  { employeeId: "left", employment: "left", license: "Basic", rule: "left", waiting: ["NotYetEffective"] },
  { employeeId: "none", employment: "hired", waiting: ["AddressInUse"], changedAt: "2026-05-01T00:00:00.000Z" },
];

test.each<[EmployeeFilter, string[]]>([
  [{}, ["pro", "left", "none"]],
  [{ license: "Pro" }, ["pro"]],
  [{ license: "none" }, ["none"]],
  [{ license: "pro" }, []],
  [{ rule: "left" }, ["left"]],
  [{ department: "sales & marketing" }, ["pro"]],
  [{ department: "Sales" }, []],
  [{ waiting: true }, ["left", "none"]],
  [{ waiting: "AddressInUse" }, ["none"]],
  [{ since: "2026-05-02T00:00:00.000Z" }, ["pro"]],
  [{ since: "2026-05-01T00:00:00.000Z" }, ["pro", "none"]],
  [{ left: true }, ["left"]],
  [{ active: true }, ["pro", "none"]],
  [{ active: true, waiting: true }, ["none"]],
])("%j selects %j", (filter, ids) => {
  expect(ROWS.filter((row) => selectsEmployee(row, filter)).map(({ employeeId }) => employeeId)).toEqual(ids);
});
