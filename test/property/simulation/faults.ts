import {
  ForbiddenException,
  NotFoundException,
  ServiceFailureException,
  ServiceUnavailableException,
  ThrottledClientException,
} from "@aws-sdk/client-chime";
import { InternalServerError, ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
import type { Service } from "./clients.ts";

/**
 * What can go wrong with a call. `refuse`: an error and no effect. `lose`: the effect, and no answer. `late`: no answer, and the effect comes
 * after the caller has gone on. `twice`: the effect two times, as when a client sends again. `partial`: UserErrors for every other user.
 * `crash-before` and `crash-after`: the worker dies before the call is sent, or after its effect.
 */
export const FAULTS = ["refuse", "lose", "late", "twice", "partial", "crash-before", "crash-after"] as const;
export type FaultKind = (typeof FAULTS)[number];

/**
 * Strikes the call of this number, counted from 1 over a history, or the first `times` calls of an operation or a whole service. `code`
 * chooses among the errors of the service.
 */
export type Fault = { readonly kind: FaultKind; readonly code: number } & (
  | { readonly call: number }
  | { readonly of: string; readonly times: number }
);

/** The fault that strikes a call, if any. */
export const faultsOf = (faults: readonly Fault[]) => {
  const atCall = new Map(faults.flatMap((fault) => ("call" in fault ? [[fault.call, fault] as const] : [])));
  const left = faults.flatMap((fault) => ("of" in fault ? [{ fault, of: fault.of, times: fault.times }] : []));
  return (call: number, service: Service, operation: string): Fault | undefined => {
    const next = left.find(({ of, times }) => times > 0 && (of === service || of === operation));
    if (next === undefined) return atCall.get(call);
    next.times -= 1;
    return next.fault;
  };
};

const about = { message: "a fault of the simulation", $metadata: {} };
const timeout = () => Object.assign(new Error("no answer"), { name: "TimeoutError" });
const reset = () => Object.assign(new Error("no answer"), { name: "Error", code: "ECONNRESET" });

/** Errors that time may mend come first: many of them must not exhaust a history's interest. */
const REFUSALS: Readonly<Record<Service, readonly (() => Error)[]>> = {
  chime: [
    () => new ThrottledClientException(about),
    () => new ServiceUnavailableException(about),
    () => new ServiceFailureException(about),
    () => new ForbiddenException(about),
    () => new NotFoundException(about),
  ],
  dynamodb: [() => new ProvisionedThroughputExceededException(about), () => new InternalServerError(about), reset],
  sqs: [reset, timeout],
};

export const refusal = (service: Service, code: number): Error => {
  const errors = REFUSALS[service];
  return (errors[code % errors.length] ?? timeout)();
};

/** What a caller sees who gets no answer: its own time-out, a dropped socket, or a 500 for what was done. */
export const noAnswer = (service: Service, code: number): Error => {
  const errors = [timeout, reset, () => (service === "chime" ? new ServiceFailureException(about) : timeout())];
  return (errors[code % errors.length] ?? timeout)();
};
