import type { EmployeeRecord } from "../employee-record.ts";
import type { Employees } from "../employees.ts";
import { employeeIdReused } from "../facts/same-person.ts";
import { Failure } from "../failures.ts";
import type { Result } from "./result.ts";

type GiveUpDependencies = {
  readonly employees: Pick<Employees, "read" | "save">;
  readonly now: () => Date;
};

/** How soon a record is looked at again whose last look became a dead letter, in ms. */
const LOOK_AGAIN_MS = 6 * 60 * 60 * 1000;

/**
 * A pass that failed with the record as it was then. Once people are told, what fails for good waits no more; what may
 * pass, and has lasted for all receives, is looked at again hours later: each sweep would make another dead letter. A
 * replay, or an event of hers, looks at it at once.
 */
export const failed = (dependencies: GiveUpDependencies, record: EmployeeRecord, error: unknown): Result => {
  if (record.waiting === undefined) return { error };
  const isFinal = error instanceof Failure && !error.retryable;
  const until = isFinal ? undefined : LOOK_AGAIN_MS;
  return { error, onceDeadLettered: () => waitOn(dependencies, record, until) };
};

/**
 * The failure of a resync that finds a hire of another person: the message of that hire is long gone, so the resync's
 * own is the dead letter. Undefined if there is none.
 */
export const refusalOfUpcoming = (dependencies: GiveUpDependencies, record: EmployeeRecord): Result | undefined =>
  record.upcoming.some(isRefused)
    ? { error: employeeIdReused(), onceDeadLettered: () => forgetRefused(dependencies, record) }
    : undefined;

/** For so many ms, or no more. If somebody else has made it wait for something since, they know better. */
const waitOn = async (
  { employees, now }: GiveUpDependencies,
  { employeeId, waiting }: EmployeeRecord,
  ms: number | undefined,
): Promise<void> => {
  const record = await employees.read(employeeId);
  if (record?.waiting === undefined || record.waiting.until !== waiting?.until) return;
  const { waiting: before, ...others } = record;
  const until = ms === undefined ? undefined : new Date(now().getTime() + ms).toISOString();
  const after = until === undefined ? {} : { waiting: { ...before, until } };
  await employees.save(record, { ...others, ...after, revision: record.revision + 1 });
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
