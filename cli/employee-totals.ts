import type { EmployeeRow } from "./employee-row.ts";
import { licenseOf } from "./select-employees.ts";

/** What totals are made by. */
export const TOTALS = ["license", "rule", "department", "waiting"] as const;
export type TotalsBy = (typeof TOTALS)[number];

/** How many employees share a value, and how many of them have an account that is active. */
export type Total = { readonly value: string; readonly employees: number; readonly active: number };

const NOTHING = "none";

/** Somebody who waits for two things counts for both. */
const VALUES: Readonly<Record<TotalsBy, (row: EmployeeRow) => readonly string[]>> = {
  license: (row) => [licenseOf(row)],
  rule: ({ rule = NOTHING }) => [rule],
  department: ({ department = NOTHING }) => [department],
  waiting: ({ waiting }) => (waiting.length === 0 ? [NOTHING] : [...new Set(waiting)]),
};

export const employeeTotals = (by: TotalsBy) => {
  const totals = new Map<string, Total>();
  const add = (row: EmployeeRow): void => {
    for (const value of VALUES[by](row)) {
      const { employees, active } = totals.get(value) ?? { employees: 0, active: 0 };
      totals.set(value, { value, employees: employees + 1, active: active + (row.active === true ? 1 : 0) });
    }
  };
  /** The largest first. */
  const all = (): readonly Total[] => [...totals.values()].toSorted((a, b) => b.employees - a.employees);
  return { add, all };
};
