import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { callLog } from "../emulator/call-log.ts";
import { type Listening, listen } from "../emulator/listen.ts";
import { openAccount } from "./account.ts";
import { type AccountSettingsInput, accountSettings } from "./account-settings.ts";
import { controlRoutes } from "./control-routes.ts";
import { activeFaults } from "./faults.ts";
import { type Emulation, serveOperation } from "./serve-operation.ts";

/** `port` 0 lets the system choose one. */
export type ChimeEmulatorOptions = { readonly port: number; readonly accounts: readonly AccountSettingsInput[] };

export type ChimeEmulator = Listening;

/**
 * Amazon Chime's user API over HTTP on 127.0.0.1, in memory: docs/emulator.md. Real clients must not notice the
 * difference. The endpoints for tests are under `/_emulator/`. @throws the system's EADDRINUSE if the port is in use,
 * ZodError for bad settings
 */
export const startChimeEmulator = async ({ port, accounts }: ChimeEmulatorOptions): Promise<ChimeEmulator> =>
  listen(emulatorApp(accounts), port);

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
