import type { EmployeeRecord, Waiting } from "../employee-record.ts";
import type { Employees } from "../employees.ts";

/** How long a record waits for a directory that did not say how long, in ms. */
const POSTPONED_MS = 15 * 60 * 1000;
/** The longest wait that is believed, in ms: then it is looked at again, and may wait on. */
const MAX_POSTPONED_MS = 24 * 60 * 60 * 1000;

/**
 * Lets an employee's record wait for a directory that limits our calls, for `ms` if the directory said how long: what
 * an event stated is in the record, and is applied once that is over. Undefined if it cannot be promised: nothing is
 * known of the employee, or somebody else has written meanwhile.
 */
export const postpone = async (
  { employees, now }: { readonly employees: Pick<Employees, "read" | "save">; readonly now: () => Date },
  employeeId: string,
  ms: number = POSTPONED_MS,
): Promise<Waiting | undefined> => {
  const record = await employees.read(employeeId);
  if (record === undefined || record.state === 0) return undefined;
  const waiting = waitingFor(record, now(), ms);
  const isSaved = await employees.save(record, { ...record, waiting, revision: record.revision + 1 });
  return isSaved ? waiting : undefined;
};

const waitingFor = ({ waiting }: EmployeeRecord, now: Date, ms: number): Waiting => ({
  because: "DirectoryThrottled",
  since: waiting?.because === "DirectoryThrottled" ? waiting.since : now.toISOString(),
  until: new Date(now.getTime() + Math.min(ms, MAX_POSTPONED_MS)).toISOString(),
});
