import type { EmployeeRecord } from "../employee-record.ts";
import { applyDue } from "../facts/apply-fact.ts";
import type { HrEvent } from "../facts/hr-event.ts";
import { Failure } from "../failures.ts";
import { requireTime } from "../require-time.ts";
import { confirmation } from "./confirmation.ts";
import { type ConvergeDependencies, type Converged, converge } from "./converge.ts";
import { failed, failedResync, refusalOfUpcoming } from "./give-up.ts";
import { type Outcome, outcomeOf, passOutcome, resyncOutcome, settledOutcome } from "./outcome.ts";
import { counts, type Folded, isConfirmed, type Pass, passOf } from "./pass.ts";
import type { Result } from "./result.ts";

/**
 * One employee's events, and whether somebody asked to look at her again: the two make one pass. `doubts` if that was
 * because the directory may hold something else than was confirmed (see Pass).
 */
export type PassRequest = {
  readonly employeeId: string;
  readonly events: readonly HrEvent[];
  readonly resync: boolean;
  readonly doubts?: boolean;
};

/** What became of each event, in their order, and of the resync if one was asked for. */
export type PassResults = { readonly events: readonly Result[]; readonly resync: Result };

/**
 * One employee, one pass: folds each event into the record, then makes the directory match it once. No event is a
 * command: any order, any number of deliveries and any crash and retry end in the same state
 * (docs/adr/0001-converge.md). A resync brings no fact: it asks for what was upcoming and is due now, for what was
 * waiting, and for whatever else the record asks for. The pass of events covers all that, so a resync beside them makes
 * none of its own, unless every event was refused. Never throws.
 */
export const reconcilePass = async (
  dependencies: ConvergeDependencies,
  { employeeId, events, resync, doubts = false }: PassRequest,
): Promise<PassResults> => {
  const folds: (Folded | { readonly error: unknown })[] = [];
  for (const event of events) folds.push(await foldOne(dependencies, event));
  const folded = passOf(folds.filter((each) => "record" in each));
  if (folded === undefined) {
    const alone = resync ? await resyncAlone(dependencies, employeeId, doubts) : { outcome: NOTHING_DONE };
    return { events: folds.filter((each) => "error" in each), resync: alone };
  }
  const pass = { ...folded, doubts };
  const refusal = resync ? refusalOfUpcoming(dependencies, pass.record) : undefined;
  const ended = await convergeOnce(dependencies, pass, resync && refusal === undefined);
  const results = folds.map((each) => ("record" in each ? ended.resultOf(each) : each));
  return { events: results, resync: refusal ?? ended.resync };
};

/** What became of each event of one employee, in their order. Never throws. @see reconcilePass */
export const reconcileEmployee = async (
  dependencies: ConvergeDependencies,
  events: readonly HrEvent[],
): Promise<readonly Result[]> => {
  const [{ employeeId } = { employeeId: "" }] = events;
  return (await reconcilePass(dependencies, { employeeId, events, resync: false })).events;
};

/** The same without an event. Never throws. @see reconcilePass */
export const resyncEmployee = async (dependencies: ConvergeDependencies, employeeId: string): Promise<Result> =>
  (await reconcilePass(dependencies, { employeeId, events: [], resync: true })).resync;

const resyncAlone = async (
  dependencies: ConvergeDependencies,
  employeeId: string,
  doubts: boolean,
): Promise<Result> => {
  try {
    const record = await readDue(dependencies, employeeId);
    if (record === undefined || record.state === 0) return { outcome: NOTHING_DONE };
    return refusalOfUpcoming(dependencies, record) ?? (await resyncTo(dependencies, record, doubts));
  } catch (error) {
    return { error };
  }
};

const resyncTo = async (
  dependencies: ConvergeDependencies,
  record: EmployeeRecord,
  doubts: boolean,
): Promise<Result> => {
  const pass: Pass = { folded: [], record, advanced: false, doubts };
  try {
    const converged = await converge(dependencies, pass, (reached) => confirm(dependencies, pass, reached));
    return { outcome: passOutcome(undefined, converged) };
  } catch (error) {
    return failedResync(dependencies, record, error);
  }
};

const NOTHING_DONE: Outcome = { outcome: "unchanged", licenseChanged: false, steps: [] };

/** How often what is due is applied to a record that others keep changing, before SQS tries again later. */
const MAX_READS = 5;

/** The record with what is due, written, so that each state is reached once. */
const readDue = async (
  { employees, now, signal }: ConvergeDependencies,
  employeeId: string,
): Promise<EmployeeRecord | undefined> => {
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    requireTime(signal);
    const stored = await employees.read(employeeId);
    const due = stored === undefined ? undefined : applyDue(stored, now());
    if (stored === undefined || due === undefined || due === stored) return stored;
    const after = { ...due, revision: stored.revision + 1 };
    if (await employees.save(stored, after)) return after;
  }
  throw new Failure("RecordContended", `the record changed ${MAX_READS} times while what is due was applied`);
};

const foldOne = async ({ employees, now, signal }: ConvergeDependencies, event: HrEvent) => {
  try {
    requireTime(signal);
    return { ...(await employees.fold(event, now())), event };
  } catch (error) {
    return { error };
  }
};

type Ended = { readonly resultOf: (one: Folded) => Result; readonly resync: Result };

/**
 * How each event of the pass ended, and a resync beside them. If it failed, those that were applied before, or have no
 * effect yet, ended well all the same; but the latter carry the failure if nothing else does, because they may have
 * brought a fact about that came due, and somebody must try again.
 */
const convergeOnce = async (dependencies: ConvergeDependencies, pass: Pass, resync: boolean): Promise<Ended> => {
  const settled = (one: Folded) => settledOutcome(one, dependencies.policy);
  const withSettled = (one: Folded, otherwise: Result): Result => {
    const outcome = settled(one);
    return outcome === undefined ? otherwise : { outcome };
  };
  const nothing = { outcome: NOTHING_DONE };
  if (isSettled(pass, resync)) return { resultOf: (one) => withSettled(one, nothing), resync: nothing };
  try {
    const converged = await converge(dependencies, pass, (reached) => confirm(dependencies, pass, reached));
    return {
      resultOf: (one) => ({ outcome: outcomeOf(one, pass, converged) }),
      resync: { outcome: resyncOutcome(pass, converged) },
    };
  } catch (error) {
    const isCarried = resync || pass.folded.some((one) => settled(one) === undefined);
    const failure = failed(dependencies, pass.record, error);
    return {
      resultOf: (one) => (isCarried || counts(one) ? withSettled(one, failure) : failure),
      resync: failedResync(dependencies, pass.record, error),
    };
  }
};

/** Whether nothing that counts came in this pass, all that counted before is applied, and nobody asks to look again. */
const isSettled = ({ newest, record: { state, applied } }: Pass, resync: boolean): boolean =>
  newest === undefined && (state === 0 || (applied?.state === state && !resync));

/**
 * Records what was done; false if somebody else has written since. Nothing is written if the record says all of it
 * already.
 */
const confirm = async ({ employees, now }: ConvergeDependencies, pass: Pass, reached: Converged): Promise<boolean> => {
  const isKnown = pass.newest !== undefined && pass.folded.every(isConfirmed) && reached.waiting === undefined;
  if (isKnown && reached.steps.length === 0) return true;
  return employees.save(reached.record, confirmation(pass, reached, now().toISOString()));
};
