import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeVisibilityIn, sendDeadLetterTo } from "../../../adapters/sqs/source-queue.ts";
import { DeadLetterTooLarge } from "../../../dead-letters/compose-dead-letter.ts";
import type { DeadLetterReason } from "../../../dead-letters/reason.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { type LocalQueues, startQueues } from "../../../local/aws/queues.ts";

const REGION = "us-east-1";
const REASON: DeadLetterReason = {
  code: "InvalidEvent",
  message: "data.email: expected an email address",
  attempts: 1,
  failedAt: "2026-06-01T12:00:00.000Z",
  sourceQueue: "hires",
  eventId: "evt-1",
  replays: 0,
};
const NEVER = new AbortController().signal;
let sqs: LocalQueues;
let client: SQSClient;
let url: string;

beforeAll(async () => {
  sqs = await startQueues([{ logicalId: "Dead", name: "dead", attributes: {} }], 0, REGION);
  client = new SQSClient({ endpoint: sqs.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  url = sqs.queues[0]?.url ?? "";
});
afterAll(async () => {
  client.destroy();
  await sqs.close();
});

/** Receives the only message of the queue, which stays invisible. */
const receive = async () => {
  const command = new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ["All"], VisibilityTimeout: 600 });
  return (await client.send(command)).Messages?.[0];
};
const text = (stringValue: string) => ({ dataType: "String", stringValue });

test("a dead letter keeps its body and attributes, and gets the reason as one more attribute", async () => {
  const raw = { dataType: "Binary", binaryValue: "AQI=" };
  const body = '{"not": "changed",\n "é": "\\ud800"}';
  await sendDeadLetterTo(client, url)({ body, attributes: { traceId: text("t1"), raw }, reason: REASON }, NEVER);
  const message = await receive();
  expect(message?.Body).toBe(body);
  expect(message?.MessageAttributes).toMatchObject({
    traceId: { DataType: "String", StringValue: "t1" },
    raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
  });
  expect(JSON.parse(message?.MessageAttributes?.["deadLetter"]?.StringValue ?? "")).toEqual(REASON);
});

test("SQS takes a message with ten attributes of its own, and one of the largest size", async () => {
  const attributes = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`a${index}`, text("x")]));
  await sendDeadLetterTo(client, url)({ body: "x", attributes, reason: REASON }, NEVER);
  const { deadLetter, ...others } = (await receive())?.MessageAttributes ?? {};
  expect(Object.keys(others)).toHaveLength(9);
  expect(JSON.parse(deadLetter?.StringValue ?? "")).toEqual({ ...REASON, attributes: { a9: text("x") } });
  const body = "x".repeat(1_048_576 - 60);
  await sendDeadLetterTo(client, url)({ body, attributes: {}, reason: REASON }, NEVER);
  expect((await receive())?.MessageAttributes?.["deadLetter"]?.StringValue).toBe('{"code":"InvalidEvent","replays":0}');
});

test("what has no room for its code is not sent at all", async () => {
  const body = "x".repeat(1_048_576);
  const sent = sendDeadLetterTo(client, url)({ body, attributes: {}, reason: REASON }, NEVER);
  await expect(sent).rejects.toThrow(DeadLetterTooLarge);
});

test.each([undefined, ""])(
  "a record with the body %j, which SQS would reject, becomes a dead letter too",
  async (body) => {
    await sendDeadLetterTo(client, url)({ body, attributes: {}, reason: REASON }, NEVER);
    expect((await receive())?.Body).toBe("(no body)");
  },
);

test("a visibility time-out hides a message from other receivers, and 0 makes it visible", async () => {
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hidden" }));
  const receipt = (await receive())?.ReceiptHandle ?? "";
  await changeVisibilityIn(client, url)(receipt, 0, NEVER);
  expect((await receive())?.Body).toBe("hidden");
});
