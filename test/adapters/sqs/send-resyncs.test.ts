import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendResyncsTo } from "../../../adapters/sqs/send-resyncs.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { type LocalQueues, startQueues } from "../../../local/aws/queues.ts";

const REGION = "us-east-1";
let sqs: LocalQueues;
let client: SQSClient;
let urls: { hired: string; "role-changed": string; left: string };

beforeAll(async () => {
  const models = ["hired", "changed", "left"].map((name) => ({ logicalId: name, name, attributes: {} }));
  sqs = await startQueues(models, 0, REGION);
  client = new SQSClient({ endpoint: sqs.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 });
  const urlOf = (name: string) => sqs.queues.find((queue) => queue.url.endsWith(`/${name}`))?.url ?? "";
  urls = { hired: urlOf("hired"), "role-changed": urlOf("changed"), left: urlOf("left") };
});
afterAll(async () => {
  client.destroy();
  await sqs.close();
});

const bodiesIn = async (QueueUrl: string) => {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body }) => Body).sort();
};
const TEN = Array.from({ length: 10 }, (_, each) => `resync ${each}`);

test("sends ten at once, to the queue of their function and to no other", async () => {
  expect(await sendResyncsTo(client, urls)("left", TEN)).toBe(0);
  expect([await bodiesIn(urls.left), await bodiesIn(urls.hired)]).toEqual([TEN, []]);
});

test("counts those that SQS refused", async () => {
  const send = () => Promise.resolve({ Failed: [{ Id: "3" }, { Id: "7" }] });
  expect(await sendResyncsTo({ send } as never, urls)("hired", TEN)).toBe(2);
});

test("counts all of them if the queue does not respond or is gone, and does not throw", async () => {
  const gone = { ...urls, hired: urls.hired.replace("hired", "gone") };
  expect(await sendResyncsTo(client, gone)("hired", TEN)).toBe(10);
});
