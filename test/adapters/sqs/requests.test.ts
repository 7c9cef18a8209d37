import { beforeEach, expect, test } from "vitest";
import { sqsDeadLetterQueue } from "../../../adapters/sqs/dead-letter-queue.ts";
import { changeVisibilityIn, sendDeadLetterTo } from "../../../adapters/sqs/source-queue.ts";
import { queuedMessage } from "../../support/in-memory-dead-letters.ts";
import { recordedSqs } from "../../support/recorded-sqs.ts";

const { client, sent } = recordedSqs();
beforeEach(() => void sent.splice(0));

const requests = () => sent.map(({ action, body }) => ({ action, body }));
const SOURCE = "https://sqs/1/source";
const DEAD_LETTERS = "https://sqs/1/dead-letters";
const queue = sqsDeadLetterQueue(client, { name: "source", sourceUrl: SOURCE, deadLetterUrl: DEAD_LETTERS });

test("receives ten dead letters with all that replay needs, from every server, and hides them for ten minutes", async () => {
  await queue.receive();
  expect(requests()).toEqual([
    {
      action: "ReceiveMessage",
      body: {
        QueueUrl: DEAD_LETTERS,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 600,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp", "DeadLetterQueueSourceArn"],
      },
    },
  ]);
});

test("sends to the source queue, and deletes and releases in the dead-letter queue", async () => {
  const messages = [queuedMessage("L1", {})];
  await queue.send(messages);
  await queue.remove(messages);
  await queue.release(messages);
  const entry = { Id: "0", ReceiptHandle: "receipt-L1" };
  const released = { ...entry, VisibilityTimeout: 0 };
  expect(requests()).toMatchObject([
    { action: "SendMessageBatch", body: { QueueUrl: SOURCE, Entries: [{ Id: "0", MessageBody: "body of L1" }] } },
    { action: "DeleteMessageBatch", body: { QueueUrl: DEAD_LETTERS, Entries: [entry] } },
    { action: "ChangeMessageVisibilityBatch", body: { QueueUrl: DEAD_LETTERS, Entries: [released] } },
  ]);
});

test("what settles a record ends when its function must respond", async () => {
  const { signal } = new AbortController();
  await changeVisibilityIn(client, SOURCE)("receipt", 30, signal);
  await sendDeadLetterTo(client, DEAD_LETTERS)({ body: "{}", attributes: {}, reason: {} as never }, signal);
  expect(sent.map((request) => request.signal)).toEqual([signal, signal]);
});

test("a dead letter keeps body and attributes, and gets its reason", async () => {
  const reason = { code: "InvalidEvent", message: "no email" } as never;
  const attributes = { trace: { dataType: "String", stringValue: "t1" } };
  await sendDeadLetterTo(client, DEAD_LETTERS)({ body: "{}", attributes, reason }, new AbortController().signal);
  expect(requests()).toEqual([
    {
      action: "SendMessage",
      body: {
        QueueUrl: DEAD_LETTERS,
        MessageBody: "{}",
        MessageAttributes: {
          trace: { DataType: "String", StringValue: "t1" },
          deadLetter: { DataType: "String", StringValue: JSON.stringify(reason) },
        },
      },
    },
  ]);
});
