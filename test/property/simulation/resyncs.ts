import { unmarshall } from "@aws-sdk/util-dynamodb";
import { readEmployeeItem } from "../../../adapters/state/employee-item.ts";
import { applyDue } from "../../../domain/facts/apply-fact.ts";
import { dutyOf } from "../../../domain/wake.ts";
import { resyncBody } from "../../../events/resync.ts";
import { queueOf, type SimulatedWorld, urlOf } from "./world.ts";

/** The employee whom a message asks to look at again; undefined if it is no resync. */
export const resyncedIn = (body: string): string | undefined => {
  if (!body.includes('"seatkeeper.resync.v1"')) return undefined;
  return (JSON.parse(body) as { readonly data: { readonly employeeId: string } }).data.employeeId;
};

/** `employee resync` of one of those who are known; numbers wrap around. */
export const resyncByHand = ({ tables, queues, observations, now }: SimulatedWorld, number: number): void => {
  const known = tables
    .all("employees")
    .map((item) => unmarshall(item as never))
    .filter(({ employeeId }) => !employeeId.startsWith("user#"));
  const item = known[number % Math.max(1, known.length)];
  if (item === undefined) return;
  const record = readEmployeeItem(item);
  const { employeeId } = record;
  const at = new Date(now());
  const body = resyncBody({ employeeId, because: "Operator" }, `by-hand-${observations.length}`, at);
  observations.push({ saw: "resynced", employeeId });
  queues.put(urlOf(queueOf(dutyOf(applyDue(record, at)))), body);
};
