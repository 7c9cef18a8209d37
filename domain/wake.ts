import type { EmployeeRecord } from "./employee-record.ts";
import { applyDue } from "./facts/apply-fact.ts";
import type { FactKind } from "./facts/hr-event.ts";

/** When a record must be looked at again (ISO 8601 UTC), and by the function of which kind of event. */
export type Wake = { readonly at: string; readonly by: FactKind };

/** Undefined if nothing is to come. */
export const wakeOf = (record: EmployeeRecord): Wake | undefined => {
  const [next] = [record.waiting?.until, record.upcoming[0]?.fact.effectiveAt].filter((at) => at !== undefined).sort();
  return next === undefined ? undefined : { at: next, by: dutyOf(applyDue(record, new Date(next))) };
};

/** The kind of event whose function has the permissions for what the record asks for. */
export const dutyOf = ({ employment, link, waiting }: EmployeeRecord): FactKind => {
  if (waiting?.for !== undefined) return waiting.for;
  if (employment?.status === "left") return "left";
  return employment?.status === "hired" && link.accountId === undefined ? "hired" : "role-changed";
};
