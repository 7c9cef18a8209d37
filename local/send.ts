/** `npm run send -- FILE ...`: sends HR events to the stack that `npm run dev` started. */
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { localClients } from "./clients.ts";
import { readCommandLine } from "./command-line.ts";
import { BadInput, readBodies } from "./read-bodies.ts";
import { sendBodies } from "./send-bodies.ts";
import { readStackFile } from "./stack-file.ts";

const HOW_TO_START = "No local stack is running: start one in another terminal with `npm run dev`";

const main = async (args: readonly string[]): Promise<void> => {
  const { files } = readCommandLine(args);
  if (files.length === 0)
    throw new BadInput("npm run send -- FILE ...: name a file of HR events, one JSON event a line");
  const lines = readBodies(files);
  const endpoints = readStackFile();
  if (endpoints === undefined) throw new StackNotRunning(HOW_TO_START);
  const clients = localClients(endpoints);
  try {
    const urlOf = async (queue: string): Promise<string> => {
      const { QueueUrl = "" } = await clients.sqs.send(
        new GetQueueUrlCommand({ QueueName: `seatkeeper-local-${queue}` }),
      );
      return QueueUrl;
    };
    const queues = { hired: await urlOf("employee-hired"), "role-changed": await urlOf("role-changed") };
    const sent = await sendBodies(clients.sqs, queues, lines);
    for (const [messageId, { file, line }] of sent) console.log(`${file}:${line} sent as message ${messageId}`);
  } finally {
    clients.destroy();
  }
};

class StackNotRunning extends Error {}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const refused = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
  const expected = error instanceof BadInput || error instanceof StackNotRunning;
  if (refused) console.error(HOW_TO_START);
  else console.error(expected ? error.message : error);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
