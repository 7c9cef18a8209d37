import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { loopbackOnly } from "../loopback-only.ts";

type App = { readonly fetch: Parameters<typeof createAdaptorServer>[0]["fetch"] };

export type Listening = { readonly endpoint: string; readonly port: number; close(): Promise<void> };

/**
 * Serves an app on 127.0.0.1, to programs of this machine alone; `port` 0 lets the system choose one. `close` does not
 * wait for open calls. @throws the system's EADDRINUSE if the port is in use
 */
export const listen = async (app: App, wanted: number): Promise<Listening> => {
  const server = createAdaptorServer({ fetch: app.fetch });
  loopbackOnly(server);
  server.listen(wanted, "127.0.0.1");
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
