import { type ActiveFact, type FactKind, type HrEvent, kindOf } from "../../../domain/facts/hr-event.ts";
import type { Failure } from "../../../domain/failures.ts";
import type { ConvergeDependencies } from "../../../domain/reconcile/converge.ts";
import type { Outcome } from "../../../domain/reconcile/outcome.ts";
import { reconcileEmployee, reconcilePass, resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import type { Result } from "../../../domain/reconcile/result.ts";
import { wakeOf } from "../../../domain/wake.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies, MAY } from "../../support/in-memory-dependencies.ts";

/** With the policy of the tests, the title of a role is the license that it gives. */
export const titled = (title: string): Pick<ActiveFact, "role"> => ({
  role: { title, department: "Any", attributes: {} },
});

/** A role change a month after the hire. */
export const later = (id: string, title: string) =>
  roleChanged({ id, effectiveAt: "2026-04-01T00:00:00.000Z", ...titled(title) });

export const licenseOf = (memory: InMemory, accountId = "U1") => memory.accounts.get(accountId)?.license;

/** The outcome of a pass with one event. @throws its failure, once its dead letter is sent if it is final */
export const handle = async (dependencies: ConvergeDependencies, event: HrEvent): Promise<Outcome> => {
  const [result] = await reconcileEmployee(dependencies, [event]);
  return outcomeOf(result);
};

/** The outcomes of a pass with several events; a failure is its code. */
export const handleTogether = async (dependencies: ConvergeDependencies, events: readonly HrEvent[]) => {
  const results = await reconcileEmployee(dependencies, events);
  return results.map((each) => ("error" in each ? (each.error as Failure).code : each.outcome.outcome));
};

/** The outcome of a pass without an event. @throws its failure, as handle does */
export const resync = async (dependencies: ConvergeDependencies, employeeId = "E1"): Promise<Outcome> =>
  outcomeOf(await resyncEmployee(dependencies, employeeId));

/** The outcome of a pass that an operator asked for. @throws its failure, as handle does */
export const doubt = async (dependencies: ConvergeDependencies): Promise<Outcome> =>
  outcomeOf((await reconcilePass(dependencies, { employeeId: "E1", events: [], resync: true, doubts: true })).resync);

/** The dependencies in the function of this kind of event. */
export const inFunctionOf = (kind: FactKind, { dependencies }: InMemory): ConvergeDependencies => ({
  ...dependencies,
  may: MAY[kind],
});

export const afterHire = async (): Promise<InMemory> => {
  const memory = inMemoryDependencies();
  await handle(memory.dependencies, hired());
  memory.calls.length = 0;
  return memory;
};

/** The dependencies of a worker that dies at one call to the employee records. */
export const failingAt = ({ dependencies }: InMemory, call: "save" | "claim"): ConvergeDependencies => ({
  ...dependencies,
  employees: { ...dependencies.employees, [call]: () => Promise.reject(new Error("killed")) },
});

/** The outcome of the event in the function that takes its kind. @throws its failure */
export const deliver = (memory: InMemory, event: HrEvent): Promise<Outcome> => {
  const kind = kindOf(event);
  return handle(inFunctionOf(kind === "change-cancelled" ? "role-changed" : kind, memory), event);
};

/** Wakes whoever is due, each in the function that it is due for, until nobody is. @throws a failure of theirs */
export const wakeDue = async (memory: InMemory): Promise<Outcome["outcome"][]> => {
  const outcomes: Outcome["outcome"][] = [];
  for (let round = 0; round < 10; round += 1) {
    const now = memory.clock.now.toISOString();
    const due = [...memory.records.values()].flatMap((record) => {
      const wake = wakeOf(record);
      return wake !== undefined && wake.at <= now ? [{ id: record.employeeId, by: wake.by }] : [];
    });
    if (due.length === 0) return outcomes;
    for (const { id, by } of due) outcomes.push((await resync(inFunctionOf(by, memory), id)).outcome);
  }
  throw new Error("somebody is due for ever");
};

/** Lets time pass. */
export const wait = (memory: InMemory, ms: number): void => {
  memory.clock.now = new Date(memory.clock.now.getTime() + ms);
};

const outcomeOf = async (result: Result | undefined): Promise<Outcome> => {
  if (result !== undefined && "outcome" in result) return result.outcome;
  await result?.onceDeadLettered?.();
  throw result?.error;
};

/** In ms. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
