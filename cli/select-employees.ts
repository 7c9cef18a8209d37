import { comparable } from "../domain/policy/comparable.ts";
import type { EmployeeRow } from "./employee-row.ts";

/**
 * Which employees a list is of; an absent member selects all. `license` may be `none`. A department compares as the policy
 * compares one. `since` is ISO 8601 UTC: whose account was changed then or later.
 */
export type EmployeeFilter = {
  readonly license?: string;
  readonly rule?: string;
  readonly department?: string;
  readonly waiting?: true | string;
  readonly since?: string;
  readonly left?: boolean;
  readonly active?: boolean;
};

export const selectsEmployee = (row: EmployeeRow, filter: EmployeeFilter): boolean => {
  const { license, rule, department, waiting, since, left, active } = filter;
  return (
    (license === undefined || licenseOf(row) === license) &&
    (rule === undefined || row.rule === rule) &&
    (department === undefined || comparable(row.department ?? "") === comparable(department)) &&
    (waiting === undefined || isWaiting(row, waiting)) &&
    (since === undefined || (row.changedAt ?? "") >= since) &&
    (left !== true || row.employment === "left") &&
    (active !== true || row.employment === "hired")
  );
};

const isWaiting = ({ waiting }: EmployeeRow, because: true | string): boolean =>
  because === true ? waiting.length > 0 : waiting.some((each) => each === because);

/** What stands for no license, in filters and totals. */
const NO_LICENSE = "none";

export const licenseOf = ({ license = NO_LICENSE }: EmployeeRow): string => license;
