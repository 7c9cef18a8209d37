import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { loopbackOnly } from "../loopback-only.ts";
import { type AccountSettings, openAccount } from "./account.ts";
import { callLog } from "./call-log.ts";
import { ChimeError } from "./chime-error.ts";
import { controlRoutes } from "./control-routes.ts";
import { activeFaults } from "./faults.ts";
import type { OperationName } from "./operations.ts";
import { refuse, serveOperation } from "./serve-operation.ts";

/** `port` 0 lets the system choose one. */
export type ChimeEmulatorOptions = { readonly port: number; readonly account: AccountSettings };

export type ChimeEmulator = { readonly endpoint: string; readonly port: number; close(): Promise<void> };

/**
 * Amazon Chime's user API over HTTP on 127.0.0.1, for one account, in memory. Real clients must not notice the
 * difference. The endpoints for tests are under `/_emulator/`. @throws the system's EADDRINUSE if the port is in use
 */
export const startChimeEmulator = async (options: ChimeEmulatorOptions): Promise<ChimeEmulator> => {
  const server = createAdaptorServer({ fetch: emulatorApp(options.account).fetch });
  loopbackOnly(server);
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await closed;
  };
  return { endpoint: `http://127.0.0.1:${port}`, port, close };
};

/**
 * The operations of `POST /accounts/{accountId}/users` by their `operation` query; without one it is BatchUpdateUser.
 */
const USERS_OPERATIONS: Readonly<Record<string, OperationName>> = {
  update: "BatchUpdateUser",
  create: "CreateUser",
  add: "InviteUsers",
  suspend: "BatchSuspendUser",
  unsuspend: "BatchUnsuspendUser",
};

const emulatorApp = (settings: AccountSettings) => {
  const emulation = { account: openAccount(settings), faults: activeFaults(), log: callLog() };
  const app = new Hono<{ Bindings: HttpBindings }>();
  const unknown = new ChimeError("NotFoundException", "No such operation is emulated");

  app.post("/accounts/:accountId/users", (context) => {
    const operation = USERS_OPERATIONS[context.req.query("operation") ?? "update"];
    return operation === undefined ? refuse(context, unknown) : serveOperation(emulation, operation)(context);
  });
  app.get("/accounts/:accountId/users", serveOperation(emulation, "ListUsers"));
  app.get("/accounts/:accountId/users/:userId", serveOperation(emulation, "GetUser"));
  app.post("/accounts/:accountId/users/:userId", (context) =>
    serveOperation(emulation, context.req.query("operation") === "logout" ? "LogoutUser" : "UpdateUser")(context),
  );
  app.get("/accounts/:accountId", serveOperation(emulation, "GetAccount"));
  app.route("/_emulator", controlRoutes(emulation));
  app.notFound((context) => refuse(context, unknown));
  return app;
};
