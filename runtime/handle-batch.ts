import type { SQSRecord } from "aws-lambda";
import { errorName } from "../adapters/error-names.ts";
import type { EventKind, HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { ConvergeDependencies } from "../domain/reconcile/converge.ts";
import { type Result, reconcileEmployee } from "../domain/reconcile/reconcile-employee.ts";
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
  /** The one kind of event of this function's queue. */
  readonly accepts: EventKind;
  readonly open: OpenInvocation;
  readonly settleFailure: SettleFailure;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
};

type Parsed = ReadRecord & { readonly event: HrEvent };
type Invocation = ReturnType<OpenInvocation>;

/** Reads every record, reconciles each employee once, side by side, and settles each record alone. */
export const handleBatch = ({ accepts, open, settleFailure, telemetry, now }: HandleBatchOptions): HandleBatch => {
  const settle = async (one: ReadRecord, result: Result, { within, signal }: Moment): Promise<Settlement> => {
    const { record, context } = one;
    try {
      if ("error" in result) return await within(settleFailure(record, context, asFailure(result.error), signal));
      telemetry.handled(context, result.outcome);
      return "acknowledge";
    } catch {
      // What could not even be settled comes again.
      return "redeliver";
    }
  };

  return async (records, deadline) => {
    const read = records.map((record) => readRecord(record, accepts, now()));
    const employees = [...Map.groupBy(read.filter(isParsed), ({ event }) => event.employeeId).values()];
    const invocation = open(employees.length, deadline);
    const passes = new Map<ReadRecord, Promise<ReadonlyMap<ReadRecord, Result>>>();
    for (const own of employees) {
      const pass = reconcile(own, invocation, deadline);
      for (const one of own) passes.set(one, pass);
    }
    const resultOf = async (one: ReadRecord) => ("error" in one ? one : (await passes.get(one))?.get(one));
    return Promise.all(read.map(async (one) => settle(one, (await resultOf(one)) ?? NO_RESULT, deadline.settlement)));
  };
};

const NO_RESULT: Result = { error: new Failure("Unexpected", "the record was not handled") };

/** One employee's pass: what became of each of its records. Whoever shares calls with it need not wait any more. */
const reconcile = async (
  own: readonly Parsed[],
  { dependencies, leave }: Invocation,
  deadline: Deadline,
): Promise<ReadonlyMap<ReadRecord, Result>> => {
  const events = own.map(({ event }) => event);
  const pass = deadline.within(reconcileEmployee(dependencies, events));
  const results = await pass.catch((error: unknown) => own.map(() => ({ error })));
  leave();
  return new Map(own.map((one, index) => [one, results[index] ?? NO_RESULT]));
};

const isParsed = (one: ReadRecord): one is Parsed => "event" in one;

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  return new Failure("Unexpected", `an unexpected ${errorName(error)}`, { cause: error });
};
