/** Runs one emulator in a separate process: `start.ts` forks it, sends its settings and receives its endpoint. */

import { startQueues } from "../../local/aws/queues.ts";
import type { QueueModel, TableModel } from "../../local/aws/template.ts";
import { localAccount } from "../../local/chime/account-settings.ts";
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
    const { endpoint } = await startChimeEmulator({ port: 0, accounts: [localAccount(accountId)] });
    return { endpoint };
  },
};

process.once("message", async ({ settings }: { settings: never }) => {
  process.send?.((await START[process.argv[2] ?? ""]?.(settings)) ?? {});
});
// It is useless without its parent.
process.once("disconnect", () => process.exit());
