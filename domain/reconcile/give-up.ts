import type { EmployeeRecord } from "../employee-record.ts";
import type { Employees } from "../employees.ts";
import { employeeIdReused } from "../facts/same-person.ts";
import { Failure } from "../failures.ts";
import type { Result } from "./result.ts";

type GiveUpDependencies = {
  readonly employees: Pick<Employees, "read" | "save">;
  readonly now: () => Date;
};

/** A pass that failed with the record as it was then. What fails for good waits no more once people are told. */
export const failed = (dependencies: GiveUpDependencies, record: EmployeeRecord, error: unknown): Result => {
  const isFinal = error instanceof Failure && !error.retryable;
  return isFinal && record.waiting !== undefined
    ? { error, onceDeadLettered: () => endWaiting(dependencies, record) }
    : { error };
};

/**
 * The same for a resync. Its dead letter stands for the wait, whatever the failure: one that lasted for all receives
 * would be another dead letter at each sweep, for ever. A replay of it, or an event of hers, goes on.
 */
export const failedResync = (dependencies: GiveUpDependencies, record: EmployeeRecord, error: unknown): Result =>
  record.waiting === undefined ? { error } : { error, onceDeadLettered: () => endWaiting(dependencies, record) };

/**
 * The failure of a resync that finds a hire of another person: the message of that hire is long gone, so the resync's
 * own is the dead letter. Undefined if there is none.
 */
export const refusalOfUpcoming = (dependencies: GiveUpDependencies, record: EmployeeRecord): Result | undefined =>
  record.upcoming.some(isRefused)
    ? { error: employeeIdReused(), onceDeadLettered: () => forgetRefused(dependencies, record) }
    : undefined;

/** If somebody else has made it wait for something since, they know better. */
const endWaiting = async (
  { employees }: GiveUpDependencies,
  { employeeId, waiting }: EmployeeRecord,
): Promise<void> => {
  const record = await employees.read(employeeId);
  if (record?.waiting === undefined || record.waiting.until !== waiting?.until) return;
  const { waiting: _, ...others } = record;
  await employees.save(record, { ...others, revision: record.revision + 1 });
};

/** What else the resync was to do, another one does: the record is due at once. If somebody else writes, it stays. */
const forgetRefused = async ({ employees, now }: GiveUpDependencies, { employeeId }: EmployeeRecord): Promise<void> => {
  const record = await employees.read(employeeId);
  if (record === undefined || !record.upcoming.some(isRefused)) return;
  const upcoming = record.upcoming.filter((each) => !isRefused(each));
  const at = now().toISOString();
  const { waiting = { because: "OtherFunction", since: at, until: at } } = record;
  await employees.save(record, { ...record, upcoming, waiting, revision: record.revision + 1 });
};

const isRefused = ({ refused }: EmployeeRecord["upcoming"][number]): boolean => refused === true;
