/** `npm run send -- FILE ...`: sends HR events to the stack that `npm run dev` started. */
import type { SQSClient } from "@aws-sdk/client-sqs";
import { findQueue } from "../adapters/sqs/find-queue.ts";
import { CommandFailed } from "../cli/errors.ts";
import { counted } from "../cli/print.ts";
import { createProgram, print, printError, runProgram } from "../cli/program.ts";
import { queueName, withSqs } from "../cli/stage.ts";
import { visible } from "../cli/visible.ts";
import { LOCAL } from "../config/stage-settings.ts";
import { QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { openBodies, type SourceLine } from "./read-bodies.ts";
import { type HrQueues, queuesByKind, sendBodies } from "./send-bodies.ts";

const send = async (files: readonly string[]): Promise<void> => {
  const bodies = await openBodies(files);
  let refused = 0;
  // Each line at once: if the command is killed, what it has printed is what it has sent.
  const onSent = (messageId: string, { file, line }: SourceLine) =>
    print(visible(`${file}:${line} sent as message ${messageId}`));
  const onRefused = ({ file, line }: SourceLine, code: string) => {
    refused += 1;
    printError(visible(`${file}:${line}: SQS refused this event (${code})`));
  };
  await withSqs(LOCAL, async (client) =>
    sendBodies({ client, queues: await hrQueues(client), lines: bodies.read(), onSent, onRefused }),
  );
  if (refused > 0) throw new CommandFailed(`${counted(refused, "event")} of ${bodies.count} could not be sent`);
};

const hrQueues = async (client: SQSClient): Promise<HrQueues> => {
  const urls = new Map<QueueName, string>();
  for (const name of QUEUE_NAMES) urls.set(name, await findQueue(client, queueName(LOCAL, name)));
  return queuesByKind(({ queue }) => urls.get(queue) ?? "");
};

await runProgram(
  createProgram("npm run send --")
    .description("Sends HR events to the stack that `npm run dev` started")
    .argument("<files...>", "JSON Lines with one message body a line, one event, or an array of events; - is stdin")
    .action(send),
);
