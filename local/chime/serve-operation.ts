import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import type { Call, CallLog } from "../emulator/call-log.ts";
import { type HttpContext, leaveWithoutResponse } from "../emulator/no-response.ts";
import type { Accounts } from "./account.ts";
import { ChimeError, protocolError } from "./chime-error.ts";
import { errorOf, type Fault, type FaultSettings, type Faults } from "./faults.ts";
import type { ModeledOperation } from "./model.ts";
import type { OperationResult } from "./operations/operation.ts";
import { emulated } from "./operations/table.ts";
import { readBody } from "./read-body.ts";
import { labelsOf, operationOf } from "./route.ts";
import { requireSignature } from "./signature.ts";
import { withNulls } from "./with-nulls.ts";

/** The state that the operations of one emulator share. */
export type Emulation = { readonly accounts: Accounts; readonly faults: Faults; readonly log: CallLog };

/** The HTTP handler of every operation: checks the request, applies the faults, logs the call, and responds. */
export const serveOperation = (emulation: Emulation) => async (context: HttpContext) => {
  const operation = operationOf(context.req.method, new URL(context.req.url));
  const name = operation?.name ?? "UnknownOperation";
  const settings = emulation.faults.settings();
  const fault = emulation.faults.next(name);
  let result: OperationResult | undefined;
  const logCall = (response: Call["response"]) => emulation.log.add(callOf(name, response, result));
  try {
    result = await perform(emulation, operation, context, fault);
    await sleep(settings.latencyMs);
    if (fault?.effect === "fail") throw errorOf(fault);
  } catch (error) {
    if (!(error instanceof ChimeError)) throw error;
    logCall(error.status);
    return refuse(context, error);
  }
  if (operation !== undefined && result !== undefined && fault?.effect === undefined) {
    logCall(operation.status);
    return respond(context, operation, shaped(operation, result, settings));
  }
  const how = fault?.effect === "hang" ? "hang" : "drop";
  logCall(how === "hang" ? "hung" : "dropped");
  return leaveWithoutResponse(context, how);
};

const callOf = (operation: string, response: Call["response"], result: OperationResult | undefined): Call => ({
  operation,
  at: new Date().toISOString(),
  response,
  committed: result !== undefined,
  userIds: result?.userIds ?? [],
});

/** Returns undefined if a fault keeps the operation from taking effect. @throws ChimeError */
const perform = async (
  { accounts, faults }: Emulation,
  operation: ModeledOperation | undefined,
  context: HttpContext,
  fault: Fault | undefined,
): Promise<OperationResult | undefined> => {
  const act = operation && emulated(operation.name);
  if (operation === undefined || act === undefined) throw unknownOperation(operation);
  const url = new URL(context.req.url);
  requireSignature(context.req.header());
  const labels = labelsOf(operation, url);
  faults.requireToken();
  const body = readBody(await context.req.text(), context.req.header("content-type"));
  if (fault?.effect !== undefined && !fault.commit) return undefined;
  const { findLagMs, updateUserReturns } = faults.settings();
  const behavior = { findLagMs, updateUserReturns, userErrors: fault?.userErrors ?? {} };
  return act(accounts, { labels, body, query: url.searchParams, behavior });
};

/** Names the operation if Chime has it, so that nobody takes it for another one. */
const unknownOperation = (operation: ModeledOperation | undefined): ChimeError =>
  protocolError(
    "UnknownOperationException",
    operation === undefined
      ? "Chime has no operation with this method, path and query"
      : `The emulator does not know the operation ${operation.name}`,
  );

const shaped = ({ output }: ModeledOperation, { body = {} }: OperationResult, { unsetMembers }: FaultSettings) =>
  unsetMembers === "null" ? withNulls(output, body) : body;

const NO_CONTENT = 204;

const respond = (context: HttpContext, { status }: ModeledOperation, body: unknown): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  context.status(status as StatusCode);
  return status === NO_CONTENT ? context.body(null) : context.json(body);
};

/** An error of REST-JSON. Chime's exceptions have `Code` and `Message`, those of AWS's protocol `message` alone. */
const refuse = (context: Context, { name, code, message, status }: ChimeError): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  context.header("x-amzn-ErrorType", name);
  return context.json(
    code === undefined ? { message } : { Code: code, Message: message },
    status as ContentfulStatusCode,
  );
};
