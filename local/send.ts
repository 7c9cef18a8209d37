/** `npm run send -- FILE ...`: sends HR events to the stack that `npm run dev` started. */
import { findQueue } from "../adapters/sqs/find-queue.ts";
import { createProgram, print, runProgram } from "../cli/program.ts";
import { queueName, withSqs } from "../cli/stage.ts";
import { visible } from "../cli/visible.ts";
import { LOCAL } from "../config/stage-settings.ts";
import { QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { readBodies } from "./read-bodies.ts";
import { queuesByKind, sendBodies } from "./send-bodies.ts";

const send = async (files: readonly string[]): Promise<void> => {
  const lines = readBodies(files);
  const sent = await withSqs(LOCAL, async (client) => {
    const urls = new Map<QueueName, string>();
    for (const name of QUEUE_NAMES) urls.set(name, await findQueue(client, queueName(LOCAL, name)));
    const queues = queuesByKind(({ queue }) => urls.get(queue) ?? "");
    return sendBodies(client, queues, lines);
  });
  for (const [messageId, { file, line }] of sent) print(visible(`${file}:${line} sent as message ${messageId}`));
};

await runProgram(
  createProgram("npm run send --")
    .description("Sends HR events to the stack that `npm run dev` started")
    .argument("<files...>", "JSON Lines, one message body a line")
    .action(send),
);
