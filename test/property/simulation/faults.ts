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
 * What can go wrong with a call. `refuse`: an error and no effect. `lose`: the effect, but no response. `late`: no
 * response, and the effect comes after the caller has moved on. `twice`: the effect twice, as if a client retried.
 * `partial`: UserErrors for every other user. `crash-before` and `crash-after`: the worker dies before the call is
 * sent, or after its effect.
 */
export const FAULTS = ["refuse", "lose", "late", "twice", "partial", "crash-before", "crash-after"] as const;
export type FaultKind = (typeof FAULTS)[number];

/**
 * Hits the call with this number, counted from 1 over a history, or the first `times` calls of an operation or a
 * service. `code` selects one of the service's errors.
 */
export type Fault = { readonly kind: FaultKind; readonly code: number } & (
  | { readonly call: number }
  | { readonly of: string; readonly times: number }
);

/** Returns the fault that hits a call, if any. */
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
const timeout = () => Object.assign(new Error("no response"), { name: "TimeoutError" });
const reset = () => Object.assign(new Error("no response"), { name: "Error", code: "ECONNRESET" });

/** Retryable errors come first: one that is not retryable ends its event early. */
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

/**
 * The error of a caller that gets no response: its own time-out, a dropped socket, or a 500 although the call took
 * effect.
 */
export const noResponse = (service: Service, code: number): Error => {
  const errors = [timeout, reset, () => (service === "chime" ? new ServiceFailureException(about) : timeout())];
  return (errors[code % errors.length] ?? timeout)();
};
