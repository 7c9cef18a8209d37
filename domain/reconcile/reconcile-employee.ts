import { requireEffective } from "../facts/effective-date.ts";
import type { HrEvent } from "../facts/hr-event.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import { confirmation } from "./confirmation.ts";
import { type ConvergeDependencies, type Converged, converge } from "./converge.ts";
import { confirmedOutcome, type Outcome, outcomeOf } from "./outcome.ts";
import { type Folded, isConfirmed, type Pass, passOf } from "./pass.ts";
import { trustedLicense } from "./trust.ts";

/** What became of one event: an outcome, or what was thrown, a Failure or an error that nobody foresaw. */
export type Result = { readonly outcome: Outcome } | { readonly error: unknown };

/**
 * One employee, one pass: folds each event into the record, then makes the directory match it once. No event is a
 * command: any order, any number of deliveries and any crash and retry end in the same state
 * (docs/adr/0001-converge.md). Returns what became of each event, in their order. Never throws.
 */
export const reconcileEmployee = async (
  dependencies: ConvergeDependencies,
  events: readonly HrEvent[],
): Promise<readonly Result[]> => {
  const folds: (Folded | { readonly error: unknown })[] = [];
  for (const event of events) folds.push(await foldOne(dependencies, event));
  const pass = passOf(folds.filter((each) => "record" in each));
  if (pass === undefined) return folds.filter((each) => "error" in each);
  const resultOf = await convergeOnce(dependencies, pass);
  return folds.map((each) => ("record" in each ? resultOf(each) : each));
};

const foldOne = async ({ employees, now, signal }: ConvergeDependencies, event: HrEvent) => {
  try {
    requireEffective(event, now());
    requireTime(signal);
    const fold = await employees.fold(event);
    if (fold.verdict !== "id-reused") return { ...fold, event };
    throw new Failure("EventIdReused", "an event with this ID and other content was already handled");
  } catch (error) {
    return { error };
  }
};

/** How each event of the pass ended. If it failed, those that were applied before are duplicates all the same. */
const convergeOnce = async (dependencies: ConvergeDependencies, pass: Pass): Promise<(one: Folded) => Result> => {
  const begun = { record: (pass.folded.at(-1) ?? pass.newest).record, holds: trustedLicense(pass.folded) };
  try {
    const converged = await converge(dependencies, begun, (reached) => confirm(dependencies, pass, reached));
    return (one) => ({ outcome: outcomeOf(one, pass, converged) });
  } catch (error) {
    return (one) => {
      const outcome = confirmedOutcome(one, dependencies.policy);
      return outcome === undefined ? { error } : { outcome };
    };
  }
};

/**
 * Records what was done; false if somebody else has written since. Nothing is written if the record says all of it
 * already.
 */
const confirm = async ({ employees, now }: ConvergeDependencies, pass: Pass, reached: Converged): Promise<boolean> => {
  if (pass.folded.every(isConfirmed) && reached.changedFor === undefined) return true;
  return employees.confirm(reached.record, confirmation(pass, reached, now().toISOString()));
};
