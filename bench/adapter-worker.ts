/** One worker of adapter-rate.ts: sets the licenses of 100 users at a time until it is killed. */
import { chimeClients } from "../adapters/directories/chime/clients.ts";
import { chimeDirectory } from "../adapters/directories/chime/directory.ts";
import { nodeTimer } from "../adapters/timer.ts";

const [accountId = "", ...userIds] = process.argv.slice(2);
const AT_ONCE = 100;

const openDirectory = chimeDirectory({ clients: chimeClients(), accountId, timer: nodeTimer });
/** No limits, because this worker is not a function. */
const INVOCATION = { members: AT_ONCE, remainingMs: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

process.once("disconnect", () => process.exit());
for (let start = 0; ; start = (start + AT_ONCE) % userIds.length) {
  const users = userIds.slice(start, start + AT_ONCE);
  const { change, leave } = openDirectory(INVOCATION);
  await Promise.allSettled(users.map((userId) => change(userId, { license: "Pro" }).finally(leave)));
}
