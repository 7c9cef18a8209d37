import type { SQSRecord } from "aws-lambda";
import { errorName } from "../adapters/error-names.ts";
import type { FactKind } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { ConvergeDependencies } from "../domain/reconcile/converge.ts";
import { type PassResults, reconcilePass } from "../domain/reconcile/reconcile-employee.ts";
import type { Result } from "../domain/reconcile/result.ts";
import type { Deadline, Moment } from "./deadline.ts";
import { type ReadRecord, readRecord } from "./read-record.ts";
import type { SettleFailure, Settlement } from "./settle-failure.ts";
import type { Telemetry } from "./telemetry.ts";

/** The records of one Lambda invocation to what becomes of each, in their order. Never throws. */
export type HandleBatch = (records: readonly SQSRecord[], deadline: Deadline) => Promise<readonly Settlement[]>;

/** What reconciling needs, for an invocation with so many employees; `leave` is called when one of them is done. */
export type OpenInvocation = (
  employees: number,
  deadline: Deadline,
) => { readonly dependencies: ConvergeDependencies; leave(): void };

export type HandleBatchOptions = {
  /** The kind of fact that this function's queue is for. */
  readonly queue: FactKind;
  readonly open: OpenInvocation;
  readonly settleFailure: SettleFailure;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
};

type Parsed = Exclude<ReadRecord, { readonly error: unknown }>;
type Invocation = ReturnType<OpenInvocation>;

/** Reads every record, reconciles each employee once, side by side, and settles each record alone. */
export const handleBatch = ({ queue, open, settleFailure, telemetry, now }: HandleBatchOptions): HandleBatch => {
  const settle = async (one: ReadRecord, result: Result, { within, signal }: Moment): Promise<Settlement> => {
    const { record, context } = one;
    try {
      if ("outcome" in result) {
        telemetry.handled(context, result.outcome);
        return "acknowledge";
      }
      const settlement = await within(settleFailure(record, context, asFailure(result.error), signal));
      // What is not ended stays due, and is dead-lettered once more.
      if (settlement === "acknowledge") await within(result.onceDeadLettered?.() ?? NOTHING_TO_END).catch(() => {});
      return settlement;
    } catch {
      // What could not even be settled comes again.
      return "redeliver";
    }
  };

  return async (records, deadline) => {
    const read = records.map((record) => readRecord(record, queue, now()));
    const employees = Map.groupBy(read.filter(isParsed), employeeOf);
    const invocation = open(employees.size, deadline);
    const passes = new Map<ReadRecord, Promise<ReadonlyMap<ReadRecord, Result>>>();
    for (const [employeeId, own] of employees) {
      const pass = reconcile(employeeId, own, invocation, deadline);
      for (const one of own) passes.set(one, pass);
    }
    const resultOf = async (one: ReadRecord) => ("error" in one ? one : (await passes.get(one))?.get(one));
    return Promise.all(read.map(async (one) => settle(one, (await resultOf(one)) ?? NO_RESULT, deadline.settlement)));
  };
};

const NOTHING_TO_END = Promise.resolve();

const NO_RESULT: Result = { error: new Failure("Unexpected", "the record was not handled") };

/** One employee's pass: what became of each of its records. Whoever shares calls with it need not wait any more. */
const reconcile = async (
  employeeId: string,
  own: readonly Parsed[],
  { dependencies, leave }: Invocation,
  deadline: Deadline,
): Promise<ReadonlyMap<ReadRecord, Result>> => {
  const withEvent = own.filter((one) => "event" in one);
  const resyncs = own.flatMap((one) => ("resync" in one ? [one.resync] : []));
  // An operator has seen something: the clock and a waiting record only go on with what is known.
  const asked = { resync: resyncs.length > 0, doubts: resyncs.some(({ because }) => because === "Operator") };
  const request = { employeeId, events: withEvent.map(({ event }) => event), ...asked };
  const pass = deadline.within(reconcilePass(dependencies, request));
  const results = await pass.catch((error: unknown) => allOf(withEvent, { error }));
  leave();
  const ofEvents = withEvent.map((one, index) => [one, results.events[index] ?? NO_RESULT] as const);
  const ofResyncs = own.filter((one) => "resync" in one).map((one) => [one, results.resync] as const);
  return new Map<ReadRecord, Result>([...ofEvents, ...ofResyncs]);
};

const allOf = (events: readonly unknown[], result: Result): PassResults => ({
  events: events.map(() => result),
  resync: result,
});

const isParsed = (one: ReadRecord): one is Parsed => !("error" in one);

const employeeOf = (one: Parsed): string => ("event" in one ? one.event : one.resync).employeeId;

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  return new Failure("Unexpected", `an unexpected ${errorName(error)}`, { cause: error });
};
