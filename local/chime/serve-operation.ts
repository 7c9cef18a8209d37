import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Account } from "./account.ts";
import type { Call, CallLog } from "./call-log.ts";
import { ChimeError } from "./chime-error.ts";
import { errorOf, type Fault, type Faults } from "./faults.ts";
import { OPERATIONS, type OperationName, type OperationResult } from "./operations.ts";
import { jsonBody } from "./requests.ts";

export type HttpContext = Context<{ Bindings: HttpBindings }>;

/** The state that the operations of one emulator share. */
export type Emulation = { readonly account: Account; readonly faults: Faults; readonly log: CallLog };

/** The HTTP handler of an operation: checks the request, applies the faults, logs the call, and responds. */
export const serveOperation = (emulation: Emulation, operation: OperationName) => async (context: HttpContext) => {
  const fault = emulation.faults.next(operation);
  let result: OperationResult | undefined;
  const logCall = (response: Call["response"]) =>
    emulation.log.add({
      operation,
      at: new Date().toISOString(),
      response,
      committed: result !== undefined,
      userIds: result?.userIds ?? [],
    });
  try {
    result = await perform(emulation, operation, context, fault);
    await sleep(emulation.faults.settings().latencyMs);
    if (fault?.effect === "fail") throw errorOf(fault);
  } catch (error) {
    if (!(error instanceof ChimeError)) throw error;
    logCall(error.status);
    return refuse(context, error);
  }
  if (result !== undefined && fault?.effect === undefined) {
    logCall(result.status);
    return respond(context, result);
  }
  logCall(fault?.effect === "hang" ? "hung" : "dropped");
  return leaveWithoutResponse(context, fault);
};

/** Returns undefined if a fault keeps the operation from taking effect. @throws ChimeError */
const perform = async (
  { account, faults }: Emulation,
  operation: OperationName,
  context: HttpContext,
  fault: Fault | undefined,
): Promise<OperationResult | undefined> => {
  requireSignature(context);
  requireAccount(context, account.settings.accountId);
  faults.requireToken();
  const body = context.req.method === "POST" ? jsonBody(await context.req.text()) : {};
  if (fault?.effect !== undefined && !fault.commit) return undefined;
  const request = { userId: context.req.param("userId") ?? "", body, query: context.req.query() };
  return OPERATIONS[operation](account, request, {
    findLagMs: faults.settings().findLagMs,
    userErrors: fault?.userErrors ?? {},
  });
};

/** Does not verify the signature, but rejects an unsigned request, as AWS does. */
const requireSignature = (context: HttpContext): void => {
  if (context.req.header("authorization")?.startsWith("AWS4-HMAC-SHA256 ")) return;
  throw new ChimeError("ForbiddenException", "Missing Authentication Token: sign the request (SigV4, service `chime`)");
};

const requireAccount = (context: HttpContext, accountId: string): void => {
  if (context.req.param("accountId") === accountId) return;
  throw new ChimeError("ForbiddenException", "The account does not belong to the caller");
};

const respond = (context: HttpContext, { status, body }: OperationResult): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  return status === 204 ? context.body(null, 204) : context.json(body ?? {}, status);
};

/** Responds with an exception in REST-JSON. */
export const refuse = (context: Context, { name, code, message, status }: ChimeError): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  context.header("x-amzn-ErrorType", name);
  return context.json({ Code: code, Message: message }, status);
};

/** A hung call keeps its socket open until the client closes it or the emulator stops. */
const leaveWithoutResponse = async (context: HttpContext, fault: Fault | undefined): Promise<Response> => {
  const { socket } = context.env.incoming;
  if (fault?.effect === "hang") await once(socket, "close");
  else socket.destroy();
  return context.body(null);
};
