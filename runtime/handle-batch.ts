import type { SQSRecord } from "aws-lambda";
import type { EventKind, HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { ConvergeDependencies } from "../domain/reconcile/converge.ts";
import { type Result, reconcileEmployee } from "../domain/reconcile/reconcile-employee.ts";
import type { Deadline } from "./deadline.ts";
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
};

type Parsed = ReadRecord & { readonly event: HrEvent };

/** Reads every record, reconciles each employee once, side by side, and settles each record alone. */
export const handleBatch = ({ accepts, open, settleFailure, telemetry }: HandleBatchOptions): HandleBatch => {
  const settle = async ({ record, context }: ReadRecord, result: Result): Promise<Settlement> => {
    if ("error" in result) return settleFailure(record, context, asFailure(result.error));
    telemetry.handled(context, result.outcome);
    return "acknowledge";
  };

  return async (records, deadline) => {
    const read = records.map((record) => readRecord(record, accepts));
    const byEmployee = Map.groupBy(read.filter(isParsed), ({ event }) => event.employeeId);
    const { dependencies, leave } = open(byEmployee.size, deadline);
    const settlements = new Map<ReadRecord, Settlement>();

    const settleOne = async (one: ReadRecord, result: Result) => {
      // What could not even be settled comes again.
      settlements.set(one, await settle(one, result).catch((): Settlement => "redeliver"));
    };
    const settleAll = (ones: readonly ReadRecord[], resultOf: (index: number) => Result) =>
      Promise.all(ones.map((one, index) => settleOne(one, resultOf(index))));
    const reconcile = async (own: readonly Parsed[]) => {
      const pass = reconcileEmployee(
        dependencies,
        own.map(({ event }) => event),
      );
      const results = await deadline.within(pass).catch((error: unknown) => own.map(() => ({ error })));
      leave();
      await settleAll(own, (index) => results[index] ?? { error: "no result" });
    };

    const refused = read.filter((one) => "error" in one);
    await Promise.all([
      settleAll(refused, (index) => refused[index] ?? { error: "no result" }),
      ...[...byEmployee.values()].map(reconcile),
    ]);
    return read.map((one) => settlements.get(one) ?? "redeliver");
  };
};

const isParsed = (one: ReadRecord): one is Parsed => "event" in one;

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  return new Failure("Unexpected", `an unexpected ${error instanceof Error ? error.name : typeof error}`, {
    cause: error,
  });
};
