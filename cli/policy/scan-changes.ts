import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { PolicyChange } from "../../domain/policy/policy-change.ts";
import { withEmployees } from "../employees.ts";
import { CommandFailed } from "../errors.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import { scanProgress } from "../scan-progress.ts";
import { type PolicyDiffSummary, policyDiff, type StagePolicies } from "./policy-diff.ts";

/** Awaited for each change, with the record that it was made of. */
export type OnChange = (change: PolicyChange, record: EmployeeRecord) => Promise<void> | void;

/**
 * Reads everybody in a stage's table, a page at a time, and hands on whoever would have another license.
 * @throws CommandFailed, also if Ctrl-C interrupts it: half a diff is none
 */
export const scanChanges = (policies: StagePolicies, onChange: OnChange): Promise<PolicyDiffSummary> => {
  catchInterruption();
  return withEmployees(policies.before.stage, async ({ scan, items }) => {
    const diff = policyDiff(policies, new Date());
    const progress = await scanProgress(items);
    try {
      for await (const page of scan(progress.add)) {
        for (const employee of page) {
          const change = diff.add(employee);
          if (change !== undefined) await onChange(change, employee as EmployeeRecord);
        }
        if (isInterrupted()) throw new CommandFailed("Interrupted before everybody was read: there is no diff");
      }
    } finally {
      progress.end();
    }
    return diff.summary();
  });
};
