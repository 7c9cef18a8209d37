import {
  ForbiddenException,
  NotFoundException,
  ServiceFailureException,
  ServiceUnavailableException,
  ThrottledClientException,
} from "@aws-sdk/client-chime";
import { InternalServerError, ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
import type { Service } from "./clients.ts";
import { BEFALLS, DISTORTIONS, type Distortion, type DistortionKind } from "./scim-distortions.ts";
import { noScimResponse, scimRefusal } from "./scim-refusals.ts";

/**
 * What can go wrong with a call. `refuse`: an error and no effect. `lose`: the effect, but no response. `late`: no
 * response, and the effect comes after the caller has moved on. `twice`: the effect twice, as if a client retried.
 * `partial`: UserErrors for every other user. `crash-before` and `crash-after`: the worker dies before the call is
 * sent, or after its effect.
 */
export const FAULTS = ["refuse", "lose", "late", "twice", "partial", "crash-before", "crash-after"] as const;
export type FaultKind = (typeof FAULTS)[number];

/**
 * Hits the call with this number, counted from 1 over a history; the first `times` calls of an operation or a service;
 * or the `nth` SCIM call, from 1, that it can befall. `code` selects one of the service's errors.
 */
export type Fault = { readonly kind: FaultKind | DistortionKind; readonly code: number } & (
  | { readonly call: number }
  | { readonly of: string; readonly times: number }
  | { readonly nth: number }
);

/** Returns the fault that hits a call, if any. */
export const faultsOf = (faults: readonly Fault[]) => {
  const atCall = new Map(faults.flatMap((fault) => ("call" in fault ? [[fault.call, fault] as const] : [])));
  const left = faults.flatMap((fault) => ("of" in fault ? [{ fault, of: fault.of, times: fault.times }] : []));
  const nth = faults.flatMap((fault) => ("nth" in fault ? [{ fault, left: fault.nth }] : []));
  /** One whose turn has come; the others come closer. */
  const nthOf = (operation: string): Fault | undefined => {
    const fitting = nth.filter(({ fault }) => befalls(fault, operation));
    for (const each of fitting) each.left -= 1;
    return fitting.find((each) => each.left === 0)?.fault;
  };
  return (call: number, service: Service, operation: string): Fault | undefined => {
    const counted = service === "scim" ? nthOf(operation) : undefined;
    const next = left.find(({ of, times }) => times > 0 && (of === service || of === operation));
    if (next === undefined) return [atCall.get(call)].find((each) => each && befalls(each, operation)) ?? counted;
    next.times -= 1;
    return next.fault;
  };
};

const befalls = ({ kind }: Fault, operation: string): boolean =>
  !isDistortion(kind) || BEFALLS[kind].includes(operation);

const isDistortion = (kind: Fault["kind"]): kind is DistortionKind => DISTORTIONS.some((each) => each === kind);

/** What the service is told of a fault that it makes itself; nothing of the others. */
export const distortionIn = (fault: Fault | undefined): { readonly distortion?: Distortion } => {
  if (fault === undefined) return {};
  const { kind, code } = fault;
  return isDistortion(kind) ? { distortion: { kind, code } } : {};
};

const about = { message: "a fault of the simulation", $metadata: {} };
const timeout = () => Object.assign(new Error("no response"), { name: "TimeoutError" });
const reset = () => Object.assign(new Error("no response"), { name: "Error", code: "ECONNRESET" });

/** Retryable errors come first: one that is not retryable ends its event early. */
const REFUSALS: Readonly<Record<Exclude<Service, "scim">, readonly (() => Error)[]>> = {
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

/** What a caller gets who is refused: an error, or an answer that is one. */
export const refusal = (service: Service, code: number): object | Error => {
  if (service === "scim") return scimRefusal(code);
  const errors = REFUSALS[service];
  return (errors[code % errors.length] ?? timeout)();
};

/**
 * The error of a caller that gets no response: its own time-out, a dropped socket, or a 500 although the call took
 * effect.
 */
export const noResponse = (service: Service, code: number): object | Error => {
  if (service === "scim") return noScimResponse(code);
  const errors = [timeout, reset, () => (service === "chime" ? new ServiceFailureException(about) : timeout())];
  return (errors[code % errors.length] ?? timeout)();
};
