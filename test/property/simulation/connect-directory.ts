import { chimeDirectory } from "../../../adapters/directories/chime/directory.ts";
import type { OpenDirectories } from "../../../adapters/directories/open-directory.ts";
import { scimDirectories } from "../../../adapters/directories/scim/directory.ts";
import type { Timer } from "../../../adapters/timer.ts";
import type { SimulatedClients } from "./clients.ts";
import { SCIM_FILES } from "./scim-files.ts";
import type { SimulatedWorld } from "./world.ts";

/** The adapter that a worker reaches the directory of the history by. Time and chance are the simulation's. */
export const connectDirectory = (
  { chime, fetch }: SimulatedClients,
  { directoryName, now }: Pick<SimulatedWorld, "directoryName" | "now">,
  timer: Timer,
): OpenDirectories => {
  if (directoryName === "chime") {
    const clients = { find: chime, create: chime, update: chime, waitWithin: () => {} };
    return chimeDirectory({ clients, accountId: "account", timer });
  }
  const file = SCIM_FILES[directoryName];
  return scimDirectories({
    ...{ file, baseUrl: file.baseUrl, fetch, timer },
    secret: async () => "token-1",
    freshSecret: async () => "token-2",
    now: () => new Date(now()),
    pace: { now, timer, random: () => 0.5 },
  });
};
