import type { SQSRecord } from "aws-lambda";
import type { HrEvent, HrEventType } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { ConvergePorts } from "../domain/ports.ts";
import { converge, type Outcome } from "../domain/reconcile/converge.ts";
import { parseHrEvent } from "../events/parse.ts";
import type { settleFailure, Verdict } from "./settle-failure.ts";
import type { RecordContext, Telemetry } from "./telemetry.ts";

export type HandleRecord = (record: SQSRecord) => Promise<Verdict>;

export type HandleRecordOptions = {
  /** The one event type of this function's queue. */
  readonly accepts: HrEventType;
  readonly ports: ConvergePorts;
  readonly onFailure: ReturnType<typeof settleFailure>;
  readonly telemetry: Telemetry;
};

/** Run for every record: parse, converge, tell; what fails is settled. Never throws. */
export const handleRecord =
  ({ accepts, ports, onFailure, telemetry }: HandleRecordOptions): HandleRecord =>
  async (record) => {
    let context = contextOf(record);
    try {
      const event = parseHrEvent(record.body);
      context = { ...context, eventId: event.id, employeeId: event.employeeId };
      const outcome = await apply(event, accepts, ports);
      telemetry.handled(context, outcome);
      return "acknowledge";
    } catch (error) {
      const failure = asFailure(error);
      return onFailure(record, { ...failure.subject, ...context }, failure);
    }
  };

const apply = async (event: HrEvent, accepts: HrEventType, ports: ConvergePorts): Promise<Outcome> => {
  if (event.type !== accepts) {
    // Each function may do only what its own events need: roleChanged has no permission to create users.
    throw new Failure("WrongQueue", `this queue takes ${accepts}, the event is a ${event.type}`);
  }
  return converge(ports, event);
};

const contextOf = (record: SQSRecord): RecordContext => ({
  messageId: record.messageId,
  receiveCount: Number(record.attributes?.ApproximateReceiveCount) || 1,
});

const asFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure("Unexpected", `an unexpected ${error instanceof Error ? error.name : typeof error}`, {
        cause: error,
      });
