import type { EmployeeRow } from "../../employee-row.ts";
import type { Total, TotalsBy } from "../../employee-totals.ts";

/**
 * `employee list --json`. `employees` are in the order of the table, which is none; `matching` counts all who match, also
 * beyond --limit; `unreadable` are the IDs, a hundred at most, of `unreadableCount` records that another release wrote.
 */
export type EmployeeListDocument = { readonly employees: readonly EmployeeRow[] } & ListSummary;

export type ListSummary = {
  readonly read: number;
  readonly matching: number;
  readonly totals: { readonly by: TotalsBy; readonly counts: readonly Total[] };
  readonly unreadableCount: number;
  readonly unreadable: readonly string[];
};
