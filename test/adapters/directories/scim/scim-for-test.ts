import { afterAll, beforeAll, beforeEach } from "vitest";
import type { ScimOptions } from "../../../../adapters/directories/scim/connection.ts";
import { scimDirectories } from "../../../../adapters/directories/scim/directory.ts";
import type { ScimFile } from "../../../../domain/accounts/directory-file.ts";
import { NEVER, quickTimer, scimFile } from "./scim-file.ts";
import { type Received, type Reply, startScimServer } from "./scim-server.ts";

const secret = async () => "token-1";

/** A SCIM server for the tests of a file, empty before each, and the adapter in front of it. */
export const scimForTest = () => {
  let server: Awaited<ReturnType<typeof startScimServer>>;
  beforeAll(async () => {
    server = await startScimServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  const options = (file: Partial<ScimFile> = {}): ScimOptions => ({
    file: scimFile(file),
    baseUrl: server.baseUrl,
    secret,
    freshSecret: secret,
    timer: quickTimer,
  });

  return {
    get server() {
      return server;
    },
    options,
    open: (file: Partial<ScimFile> = {}, signal = NEVER) =>
      scimDirectories(options(file))({ members: 1, remainingMs: 30_000, signal }),
    /** Sends this instead of the server's own answer to the first such calls. */
    instead: (method: string, reply: Reply | ((received: Received) => Reply), times = 1) => {
      let left = times;
      server.react((received) => {
        if (received.method !== method || left === 0) return undefined;
        left -= 1;
        return typeof reply === "function" ? reply(received) : reply;
      });
    },
  };
};
