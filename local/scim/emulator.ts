import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type * as z from "zod";
import { callLog } from "../emulator/call-log.ts";
import { type Listening, listen } from "../emulator/listen.ts";
import { controlRoutes } from "./control-routes.ts";
import { type groupSeed, openDirectory, seedsSchema, type userSeed } from "./directory.ts";
import { activeFaults } from "./faults.ts";
import { rateLimits } from "./limits.ts";
import { PROFILES, type ProfileName } from "./profiles/table.ts";
import { type Emulation, serveRequest } from "./serve-request.ts";
import { tokens } from "./tokens.ts";

/** `port` 0 lets the system choose one. `now` is the time in ms since the epoch, for limits, tokens and dates. */
export type ScimEmulatorOptions = {
  readonly profile: ProfileName;
  readonly port: number;
  readonly now?: () => number;
  readonly users?: readonly z.input<typeof userSeed>[];
  readonly groups?: readonly z.input<typeof groupSeed>[];
};

/** `baseUrl` is the SCIM base URL; `endpoint` is where `/_emulator` and the token endpoint are. */
export type ScimEmulator = Listening & { readonly baseUrl: string };

/**
 * A vendor's SCIM 2.0 API over HTTP on 127.0.0.1, in memory: docs/emulator.md. The endpoints for tests are under
 * `/_emulator/`. @throws the system's EADDRINUSE if the port is in use, ZodError for bad users or groups
 */
export const startScimEmulator = async (options: ScimEmulatorOptions): Promise<ScimEmulator> => {
  const listening = await listen(emulatorApp(options), options.port);
  return { ...listening, baseUrl: `${listening.endpoint}${PROFILES[options.profile].path}` };
};

const emulatorApp = ({ profile: name, now = Date.now, users, groups }: ScimEmulatorOptions) => {
  const profile = PROFILES[name];
  const emulation: Emulation = {
    profile,
    directory: openDirectory(profile, seedsSchema.parse({ users, groups }), now),
    faults: activeFaults(),
    limits: rateLimits(profile.limits, now),
    tokens: tokens(profile, now),
    log: callLog(),
    now,
  };
  return new Hono<{ Bindings: HttpBindings }>()
    .route("/_emulator", controlRoutes(emulation))
    .all("*", serveRequest(emulation));
};
