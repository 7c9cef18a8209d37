import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import { sqsDeadLetterQueue } from "../../../adapters/sqs/dead-letter-queue.ts";
import { findDeadLetterQueue } from "../../../adapters/sqs/find-queue.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { deadLetterQueues } from "../../support/dead-letter-queues.ts";
import { queuedMessage } from "../../support/in-memory-dead-letters.ts";
import type { Intercept } from "../../support/sqs-proxy.ts";

let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
afterEach(() => queues.close());
const openQueue = async (intercept?: Intercept) => {
  queues = await deadLetterQueues(intercept);
  const urls = await findDeadLetterQueue(queues.client, "seatkeeper-local-role-changed");
  const client = new SQSClient({ endpoint: queues.endpoint, region: "us-east-1", credentials: LOCAL_CREDENTIALS });
  return sqsDeadLetterQueue(client, urls);
};

test("finds the dead-letter queue through the redrive policy", async () => {
  await openQueue();
  expect(await findDeadLetterQueue(queues.client, "seatkeeper-local-role-changed")).toEqual({
    name: "seatkeeper-local-role-changed",
    sourceUrl: queues.urlOf("role-changed"),
    deadLetterUrl: queues.urlOf("role-changed-dlq"),
  });
});

test.each([
  ["seatkeeper-local-fired", "There is no queue seatkeeper-local-fired in this account and region"],
  ["seatkeeper-local-role-changed-dlq", "has no redrive policy, so no dead letters"],
])("rejects %s and says why", async (name, message) => {
  await openQueue();
  await expect(findDeadLetterQueue(queues.client, name)).rejects.toThrow(message);
});

test("sends ten messages that are too large for one request in several", async () => {
  const queue = await openQueue();
  const body = "x".repeat(250_000);
  const messages = Array.from({ length: 10 }, (_, index) => ({ ...queuedMessage(`L${index}`), body }));
  expect(await queue.send(messages)).toEqual([]);
  expect(await queues.depth("role-changed")).toBe(10);
});

test.each([
  ["is larger than SQS takes", { body: "x".repeat(1024 * 1024 - 100) }],
  ["holds a character that SQS does not take", { body: "a\u0001b" }],
])("names a message that %s, and sends the others", async (_, more) => {
  const queue = await openQueue();
  const messages = ["L1", "L2", "L3", "L4"].map((id) => ({ ...queuedMessage(id), ...(id === "L2" ? more : {}) }));
  const refusals = await queue.send(messages);
  expect(refusals).toEqual([{ id: "L2", because: expect.stringMatching(/^[A-Z]\w+$/) }]);
  expect(await queues.depth("role-changed")).toBe(3);
});

test.each(["InvalidParameterValue", "InvalidParameterValueException", "InvalidMessageContents"])(
  "finds the message for which SQS refuses a whole request with %s",
  async (code) => {
    const queue = await openQueue(async ({ action, body }, forward) => {
      const isBad = action === "SendMessageBatch" && JSON.stringify(body).includes("body of L2");
      return isBad ? { status: 400, text: JSON.stringify({ __type: `com.amazonaws.sqs#${code}` }) } : forward();
    });
    const refusals = await queue.send([queuedMessage("L1"), queuedMessage("L2"), queuedMessage("L3")]);
    expect(refusals).toEqual([{ id: "L2", because: code }]);
    expect(await queues.depth("role-changed")).toBe(2);
  },
);

test.each(["AccessDenied", "QueueDoesNotExist", "RequestThrottled", "KmsAccessDenied", "SomethingNew"])(
  "fails with %s, which holds for every message, after one request",
  async (code) => {
    const queue = await openQueue(async () => ({
      status: 400,
      text: JSON.stringify({ __type: `com.amazonaws.sqs#${code}` }),
    }));
    const before = queues.requests.length;
    await expect(queue.send([queuedMessage("L1"), queuedMessage("L2")])).rejects.toThrow();
    expect(queues.requests.slice(before).length).toBeLessThanOrEqual(code === "RequestThrottled" ? 3 : 1);
  },
);

test("counts names, types and values of attributes towards the size of a request", async () => {
  const queue = await openQueue();
  const attribute = { dataType: "String", stringValue: "v".repeat(200_000) };
  const binary = { dataType: "Binary", binaryValue: new Uint8Array(200_000) };
  const messages = ["L1", "L2", "L3"].map((id) => ({ ...queuedMessage(id), attributes: { attribute, binary } }));
  expect(await queue.send(messages)).toEqual([]);
  expect(queues.requests.filter(({ action }) => action === "SendMessageBatch")).toHaveLength(2);
});

test("dates a receive by SQS's clock, to the end of the second", async () => {
  const headers = { Date: "Tue, 02 Jun 2026 08:00:00 GMT" };
  const queue = await openQueue(async (_, forward) => ({ ...(await forward()), headers }));
  expect((await queue.receive()).receivedAt).toBe("2026-06-02T08:00:00.999Z");
});

test("keeps every attribute, string or binary", async () => {
  const queue = await openQueue();
  const MessageAttributes = {
    trace: { DataType: "String", StringValue: "t-1" },
    priority: { DataType: "Number.int", StringValue: "7" },
    checksum: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 255]) },
  };
  const QueueUrl = queues.urlOf("role-changed-dlq");
  await queues.client.send(new SendMessageCommand({ QueueUrl, MessageBody: "body", MessageAttributes }));
  await queue.send((await queue.receive()).messages);
  expect(await queues.receiveAll("role-changed")).toMatchObject([{ Body: "body", MessageAttributes }]);
});

test("asks SQS which messages its redrive policy moved", async () => {
  // The embedded queue does not say it.
  const queue = await openQueue(async ({ action, body }, forward) => {
    const { status, text } = await forward();
    if (action !== "ReceiveMessage") return { status, text };
    expect(body["MessageSystemAttributeNames"]).toContain("DeadLetterQueueSourceArn");
    const { Messages } = JSON.parse(text);
    Messages[0].Attributes.DeadLetterQueueSourceArn = "arn:aws:sqs:us-east-1:1:role-changed";
    return { status, text: JSON.stringify({ Messages }) };
  });
  await queues.put("role-changed-dlq", [{ body: "moved" }]);
  expect(JSON.stringify(await queue.receive())).toContain('"movedBySqs":true');
});

test.each(["send", "remove", "release"] as const)("returns the messages for which %s failed", async (operation) => {
  const Failed = [{ Id: "1", Code: "InternalError", SenderFault: false }];
  const queue = await openQueue(async ({ action }, forward) =>
    action.endsWith("Batch") ? { status: 200, text: JSON.stringify({ Successful: [], Failed }) } : forward(),
  );
  const refused = await queue[operation]([queuedMessage("L1"), queuedMessage("L2")]);
  expect(refused.map(({ id }) => id)).toEqual(["L2"]);
});

test("released messages can be received immediately", async () => {
  const queue = await openQueue();
  await queues.put("role-changed-dlq", [{ body: "1" }]);
  const { messages } = await queue.receive();
  expect(await queues.receiveAll("role-changed-dlq")).toEqual([]);
  await queue.release(messages);
  expect(await queues.receiveAll("role-changed-dlq")).toMatchObject([{ Body: "1" }]);
});
