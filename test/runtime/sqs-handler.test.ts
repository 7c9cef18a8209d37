import type { Context, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HandleBatch } from "../../runtime/handle-batch.ts";
import { sqsHandler } from "../../runtime/sqs-handler.ts";
import { telemetry } from "../../runtime/telemetry.ts";

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.stubEnv("POWERTOOLS_DEV", "true"); // then everything is written through the global console
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false"); // which development mode would do
  vi.stubEnv("POWERTOOLS_METRICS_NAMESPACE", "Seatkeeper");
  for (const method of ["info", "log"] as const)
    vi.spyOn(console, method).mockImplementation((line) => void lines.push(line));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const RECORDS = ["m1", "m2", "m3"].map((messageId) => ({ messageId, body: "ana@example.com" }) as SQSRecord);

/** A handler whose deadline never rings. `order` is what it did. */
const handlerOf = (handle: () => ReturnType<HandleBatch>, remaining = 30_000) => {
  const order: string[] = [];
  const logged = telemetry();
  const handler = sqsHandler({
    handleBatch: async () => {
      order.push("handle");
      logged.logger.info("handled");
      logged.metrics.addMetric("UsersCreated", "Count", 1);
      return handle();
    },
    telemetry: logged,
    timer: (milliseconds) => {
      order.push(`deadline in ${milliseconds} ms`);
      return () => void order.push("end");
    },
    onInvoke: ({ awsRequestId }) => void order.push(`invoked ${awsRequestId}`),
  });
  const context = { awsRequestId: "r1", functionName: "f", getRemainingTimeInMillis: () => remaining } as Context;
  return { order, invoke: () => handler({ Records: RECORDS }, context) };
};

test("reports the records that come again, and only those", async () => {
  const { invoke } = handlerOf(async () => ["redeliver", "acknowledge", "redeliver"]);
  expect(await invoke()).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m3" }] });
});

test("announces the invocation first, then starts its two deadlines, and ends them when the batch is done", async () => {
  const { invoke, order } = handlerOf(async () => []);
  await invoke();
  const deadlines = ["deadline in 27000 ms", "deadline in 29000 ms"];
  expect(order).toEqual(["invoked r1", ...deadlines, "handle", "end", "end"]);
});

test("ends the deadlines if the batch fails", async () => {
  const { invoke, order } = handlerOf(() => Promise.reject(new Error("broken")));
  await expect(invoke()).rejects.toThrow("broken");
  expect(order.slice(-2)).toEqual(["end", "end"]);
});

test("each line names the request, the metrics are written, and no body is", async () => {
  await handlerOf(async () => []).invoke();
  const [log = {}, metrics = {}, ...others] = lines.map((line) => JSON.parse(line));
  expect(log).toMatchObject({ message: "handled", function_request_id: "r1" });
  expect(metrics).toMatchObject({ UsersCreated: 1 });
  expect(others).toEqual([]);
  expect(lines.join()).not.toContain("ana@example.com");
});

test("Middy gives no early response while records still run", async () => {
  // Its timer would ring within a millisecond, and it is no global that could be a fake.
  const { invoke } = handlerOf(() => new Promise((resolve) => setTimeout(resolve, 20, [])), 0);
  await expect(invoke()).resolves.toEqual({ batchItemFailures: [] });
});
