/** One worker of adapter-rate.ts, until it is killed: license calls of 100 users at once, for ever. */
import { chimeClients } from "../adapters/directories/chime/clients.ts";
import { licenseBatch } from "../adapters/directories/chime/license-batch.ts";

const [accountId = "", ...userIds] = process.argv.slice(2);
const AT_ONCE = 100;

const { setLicense, join } = licenseBatch(chimeClients().update, accountId);
process.once("disconnect", () => process.exit());
for (let start = 0; ; start = (start + AT_ONCE) % userIds.length) {
  const users = userIds.slice(start, start + AT_ONCE);
  const leave = users.map(() => join());
  await Promise.allSettled(
    users.map((userId, index) => setLicense(userId, { license: "Pro", version: "" }).finally(() => leave[index]?.())),
  );
}
