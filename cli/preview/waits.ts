import { CLAIM_FENCE_MS } from "../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { resyncEmployee } from "../../domain/reconcile/reconcile-employee.ts";
import type { Result } from "../../domain/reconcile/result.ts";
import { dutyOf, wakeOf } from "../../domain/wake.ts";
import type { PreviewWorld } from "./preview-world.ts";

/** Each wait leads to one more at most, such as from the function of hires to that of leavers and back. */
const MOST_ROUNDS = 5;

/**
 * Who waits in a preview. `note` is told the record after each pass; `goOn` looks again at whoever is due, and at who
 * waits for an address once an account can have passed on; `resync` is a pass.
 */
export const waitsIn = (
  world: PreviewWorld,
  resync: (employeeId: string, act: () => Promise<Result>) => Promise<void>,
) => {
  /** When each is due, and who waits for an address. */
  const wakes = new Map<string, string>();
  const forAddress = new Set<string>();

  const note = (employeeId: string, record: EmployeeRecord | undefined): void => {
    const due = record === undefined ? undefined : wakeOf(record);
    if (due === undefined) wakes.delete(employeeId);
    else wakes.set(employeeId, due.at);
    if (record?.waiting?.because === "AddressInUse") forAddress.add(employeeId);
    else forAddress.delete(employeeId);
  };

  const wake = async (employeeId: string): Promise<void> => {
    const record = world.records.get(employeeId);
    if (record === undefined) return;
    const by = wakeOf(record)?.by ?? dutyOf(record);
    await resync(employeeId, () => resyncEmployee(world.dependenciesOf(by), employeeId));
  };

  /** As `wakeWaiting` would. */
  const wakeDue = async (): Promise<void> => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const now = world.now().toISOString();
      const due = [...wakes].flatMap(([employeeId, at]) => (at <= now ? [employeeId] : []));
      if (due.length === 0) return;
      for (const employeeId of due) await wake(employeeId);
    }
  };

  const goOn = async (): Promise<void> => {
    await wakeDue();
    if (forAddress.size === 0) return;
    world.clock.aheadMs += CLAIM_FENCE_MS + 1;
    for (const employeeId of [...forAddress]) await wake(employeeId);
    await wakeDue();
  };

  return { note, goOn };
};
