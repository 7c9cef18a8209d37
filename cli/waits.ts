import type { EmployeeRecord, WaitReason } from "../domain/employee-record.ts";
import { wakeOf } from "../domain/wake.ts";
import { QUEUES } from "../events/catalogue.ts";

/** One reason for which an employee waits; times in ISO 8601 UTC. `for` is the function that is next. */
export type Wait = {
  readonly because: WaitReason | "NotYetEffective";
  readonly since?: string;
  readonly until: string;
  readonly for: string;
};

/** Why an employee waits: for something now, and for the day of the next upcoming fact. */
export const waitsOf = (record: EmployeeRecord): readonly Wait[] => {
  const { waiting, ...settled } = record;
  const now = waiting === undefined ? undefined : { ...waiting, for: functionFor({ ...record, upcoming: [] }) };
  const [next] = record.upcoming;
  const later = { because: "NotYetEffective" as const, for: functionFor(settled) };
  return [
    ...(now === undefined ? [] : [now]),
    ...(next === undefined ? [] : [{ ...later, until: next.fact.effectiveAt }]),
  ];
};

const functionFor = (record: EmployeeRecord): string => {
  const wake = wakeOf(record);
  return wake === undefined ? "" : QUEUES[wake.by].functionName;
};
