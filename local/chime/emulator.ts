import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { loopbackOnly } from "../loopback-only.ts";
import { openAccount } from "./account.ts";
import { type AccountSettingsInput, accountSettings } from "./account-settings.ts";
import { callLog } from "./call-log.ts";
import { controlRoutes } from "./control-routes.ts";
import { activeFaults } from "./faults.ts";
import { type Emulation, serveOperation } from "./serve-operation.ts";

/** `port` 0 lets the system choose one. */
export type ChimeEmulatorOptions = { readonly port: number; readonly accounts: readonly AccountSettingsInput[] };

export type ChimeEmulator = { readonly endpoint: string; readonly port: number; close(): Promise<void> };

/**
 * Amazon Chime's user API over HTTP on 127.0.0.1, in memory: docs/emulator.md. Real clients must not notice the
 * difference. The endpoints for tests are under `/_emulator/`. @throws the system's EADDRINUSE if the port is in use,
 * ZodError for bad settings
 */
export const startChimeEmulator = async (options: ChimeEmulatorOptions): Promise<ChimeEmulator> => {
  const server = createAdaptorServer({ fetch: emulatorApp(options.accounts).fetch });
  loopbackOnly(server);
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { address, port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    await closed;
  };
  return { endpoint: `http://${address}:${port}`, port, close };
};

const emulatorApp = (accounts: readonly AccountSettingsInput[]) => {
  const opened = accounts.map((settings) => openAccount(accountSettings.parse(settings)));
  const emulation: Emulation = {
    accounts: new Map(opened.map((account) => [account.settings.accountId, account])),
    faults: activeFaults(),
    log: callLog(),
  };
  return new Hono<{ Bindings: HttpBindings }>()
    .route("/_emulator", controlRoutes(emulation))
    .all("*", serveOperation(emulation));
};
