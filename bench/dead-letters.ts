/**
 * `npx node bench/dead-letters.ts`: measures how fast `seatkeeper dlq list` and `dlq replay` handle 1,000 and 20,000
 * dead letters in the embedded SQS, and how much memory the command needs. It prints timings and leaves judging them to
 * the reader.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "../local/aws/credentials.ts";
import { startQueues } from "../local/aws/queues.ts";

const COUNTS = [1_000, 20_000];
const REGION = "us-east-1";
const COMMAND = join(import.meta.dirname, "../cli/seatkeeper.ts");
/** Makes a process report its peak memory in kilobytes when it exits. */
const REPORT_MEMORY = `data:text/javascript,process.on("exit",()=>console.error("maxRSS="+process.resourceUsage().maxRSS))`;

const queueModels = ["employee-hired", "role-changed"].flatMap((name) => [
  { logicalId: `${name}-dlq`, name: `seatkeeper-local-${name}-dlq`, attributes: {} },
  {
    logicalId: name,
    name: `seatkeeper-local-${name}`,
    attributes: {},
    redrive: { deadLetterQueue: `${name}-dlq`, maxReceiveCount: 5 },
  },
]);

const fill = async (endpoint: string, url: string, count: number): Promise<void> => {
  const client = new SQSClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const deadLetter = (employeeId: string) => ({
    DataType: "String",
    StringValue: JSON.stringify({
      code: "DirectoryThrottled",
      message: "BatchUpdateUser failed with ThrottledClientException",
      attempts: 5,
      failedAt: "2026-06-01T12:00:00.000Z",
      sourceQueue: "seatkeeper-local-role-changed",
      eventId: `change-${employeeId}`,
      employeeId,
      replays: 0,
    }),
  });
  for (let start = 0; start < count; start += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify({ id: `change-E${start + index}`, data: { role: { title: "x".repeat(600) } } }),
      MessageAttributes: { deadLetter: deadLetter(`E${start + index}`) },
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  }
  client.destroy();
};

const run = async (endpoint: string, args: readonly string[], nodeOptions: readonly string[]) => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, "--import", REPORT_MEMORY, COMMAND, "dlq", ...args], {
    env: { AWS_ENDPOINT_URL_SQS: endpoint },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  const kilobytes = Number(/maxRSS=(\d+)/.exec(stderr)?.[1]);
  return { code, seconds: (performance.now() - startedAt) / 1000, megabytes: Math.round(kilobytes / 1024) };
};

const measure = async (count: number, nodeOptions: readonly string[]): Promise<void> => {
  const sqs = await startQueues(queueModels, 0, REGION);
  await fill(sqs.endpoint, sqs.queues.find(({ logicalId }) => logicalId === "role-changed-dlq")?.url ?? "", count);
  for (const args of [["list"], ["replay", "--execute"]]) {
    const { code, seconds, megabytes } = await run(sqs.endpoint, [...args, "--stage", "local"], nodeOptions);
    const rate = Math.round(count / seconds);
    const how = ["dlq", ...args, ...nodeOptions].join(" ");
    console.log(`${how}: ${count} dead letters in ${seconds.toFixed(1)} s (${rate}/s), ${megabytes} MB, exit ${code}`);
  }
  await sqs.close();
};

for (const nodeOptions of [[], ["--max-old-space-size=40"]]) {
  for (const count of COUNTS) await measure(count, nodeOptions);
}
