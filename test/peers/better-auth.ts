import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { scim } from "@better-auth/scim";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import type { ScimServer } from "../adapters/directories/servers/server.ts";

const TOKEN = "better-auth-token";

/** A real SCIM server, not of ours, and a strict one: Better Auth with its SCIM plugin, over SQLite in memory. */
export const startBetterAuth = async (): Promise<ScimServer> => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = new DatabaseSync(":memory:");
  const auth = betterAuth({
    baseURL: origin,
    secret: "for-this-test-alone-and-nothing-else-0123456789",
    database,
    logger: { disabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    plugins: [
      scim({ connections: [{ id: "seatkeeper", credentials: [{ type: "bearer", id: "test", token: TOKEN }] }] }),
    ],
  });
  await (await getMigrations(auth.options)).runMigrations();
  server.on("request", toNodeHandler(auth));
  const close = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    database.close();
  };
  return { url: `${origin}/api/auth/scim/v2`, token: TOKEN, close };
};
