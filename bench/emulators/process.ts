/** One of the emulators in a process of its own: `start.ts` forks it, hands over its settings and hears where it listens. */

import { startQueues } from "../../local/aws/queues.ts";
import type { QueueModel, TableModel } from "../../local/aws/template.ts";
import { localAccount } from "../../local/chime/account.ts";
import { startChimeEmulator } from "../../local/chime/emulator.ts";
import { REGION } from "../../local/stack.ts";
import { startDynamoDb } from "./dynamodb.ts";

const START: Readonly<Record<string, (settings: never) => Promise<object>>> = {
  sqs: async (models: readonly QueueModel[]) => {
    const { endpoint, queues } = await startQueues(models, 0, REGION);
    return { endpoint, queues };
  },
  dynamodb: (models: readonly TableModel[]) => startDynamoDb(models),
  chime: async (accountId: string) => {
    const { endpoint } = await startChimeEmulator({ port: 0, account: localAccount(accountId) });
    return { endpoint };
  },
};

process.once("message", async ({ settings }: { settings: never }) => {
  process.send?.((await START[process.argv[2] ?? ""]?.(settings)) ?? {});
});
// Without its parent it is of no use.
process.once("disconnect", () => process.exit());
