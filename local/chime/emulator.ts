import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { type AccountSettings, openAccount } from "./account.ts";
import { callLog } from "./call-log.ts";
import { ChimeError } from "./chime-error.ts";
import { controlRoutes } from "./control-routes.ts";
import { errorOf, faultsInForce } from "./faults.ts";
import { OPERATIONS, type OperationName, type OperationResult } from "./operations.ts";
import { jsonBody } from "./requests.ts";

type HttpContext = Context<{ Bindings: HttpBindings }>;

/** `port` 0 lets the system choose one. */
export type ChimeEmulatorOptions = { readonly port: number; readonly account: AccountSettings };

export type ChimeEmulator = { readonly endpoint: string; readonly port: number; close(): Promise<void> };

/**
 * Amazon Chime's user API over HTTP on 127.0.0.1, for one account, in memory. Real clients must not notice; what tests may switch on
 * lies under `/_emulator/`. @throws the system's EADDRINUSE where the port is taken
 */
export const startChimeEmulator = async ({ port, account: settings }: ChimeEmulatorOptions): Promise<ChimeEmulator> => {
  const account = openAccount(settings);
  const faults = faultsInForce();
  const log = callLog();

  const serve = (operation: OperationName) => async (context: HttpContext) => {
    const { findLagMs, latencyMs } = faults.settings();
    const fault = faults.next(operation);
    const note = (answer: number | "dropped" | "hung", result?: OperationResult) =>
      log.add({ operation, at: new Date().toISOString(), answer, committed: result !== undefined, userIds: result?.userIds ?? [] });
    let result: OperationResult | undefined;
    try {
      requireSignature(context);
      requireAccount(context, settings.accountId);
      faults.requireToken();
      const body = context.req.method === "POST" ? jsonBody(await context.req.text()) : {};
      const request = { userId: context.req.param("userId") ?? "", body, query: context.req.query() };
      const act = () => OPERATIONS[operation](account, request, { findLagMs, userErrors: fault?.userErrors ?? {} });
      if (fault?.effect === undefined || fault.commit) result = act();
      if (latencyMs > 0) await sleep(latencyMs);
      if (fault?.effect === "fail") throw errorOf(fault);
    } catch (error) {
      if (!(error instanceof ChimeError)) throw error;
      note(error.status, result);
      return refuse(context, error);
    }
    if (fault?.effect !== undefined || result === undefined) return leaveUnanswered(context, fault?.effect === "hang", note, result);
    note(result.status, result);
    return answer(context, result);
  };

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post("/accounts/:accountId/users", (context) => {
    const operation = USERS_OPERATIONS[context.req.query("operation") ?? "update"];
    return operation === undefined ? refuse(context, new ChimeError("BadRequestException", "Unknown operation")) : serve(operation)(context);
  });
  app.get("/accounts/:accountId/users", serve("ListUsers"));
  app.get("/accounts/:accountId/users/:userId", serve("GetUser"));
  app.post("/accounts/:accountId/users/:userId", (context) =>
    serve(context.req.query("operation") === "logout" ? "LogoutUser" : "UpdateUser")(context),
  );
  app.get("/accounts/:accountId", serve("GetAccount"));
  app.route("/_emulator", controlRoutes({ account, faults, log }));
  app.notFound((context) => refuse(context, new ChimeError("NotFoundException", "No such operation is emulated")));

  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await once(server, "close");
  };
  return { endpoint: `http://127.0.0.1:${bound}`, port: bound, close };
};

/** The operations on `POST /accounts/{accountId}/users`, by their `operation` query; none there is BatchUpdateUser. */
const USERS_OPERATIONS: Readonly<Record<string, OperationName>> = {
  update: "BatchUpdateUser",
  create: "CreateUser",
  add: "InviteUsers",
  suspend: "BatchSuspendUser",
  unsuspend: "BatchUnsuspendUser",
};

/** Signatures are not verified, but a client that would not sign in AWS either is told so. */
const requireSignature = (context: HttpContext): void => {
  if (context.req.header("authorization")?.startsWith("AWS4-HMAC-SHA256 ")) return;
  throw new ChimeError("ForbiddenException", "Missing Authentication Token: sign the request (SigV4, service `chime`)");
};

const requireAccount = (context: HttpContext, accountId: string): void => {
  if (context.req.param("accountId") === accountId) return;
  throw new ChimeError("ForbiddenException", "The account does not belong to the caller");
};

const answer = (context: HttpContext, { status, body }: OperationResult): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  return status === 204 ? context.body(null, 204) : context.json(body ?? {}, status);
};

const refuse = (context: HttpContext, { name, code, message, status }: ChimeError): Response => {
  context.header("x-amzn-RequestId", randomUUID());
  context.header("x-amzn-ErrorType", name);
  return context.json({ Code: code, Message: message }, status);
};

/** A hung call keeps its socket open until the client or `close` ends it. */
const leaveUnanswered = async (
  context: HttpContext,
  hang: boolean,
  note: (answer: "dropped" | "hung", result?: OperationResult) => void,
  result: OperationResult | undefined,
): Promise<Response> => {
  const { socket } = context.env.incoming;
  note(hang ? "hung" : "dropped", result);
  if (hang) await once(socket, "close");
  else socket.destroy();
  return context.body(null);
};
