import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { ReplayResult } from "../../handlers/replay-dead-letters.ts";
import { deadLetter, deadLetterQueues, deadLetters } from "../support/dead-letter-queues.ts";

let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
let handler: (input: object, context: Context) => Promise<ReplayResult>;
const naps: number[] = [];

beforeAll(async () => {
  queues = await deadLetterQueues();
  for (const [name, value] of Object.entries({
    EMPLOYEE_HIRED_QUEUE_URL: queues.urlOf("employee-hired"),
    EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: queues.urlOf("employee-hired-dlq"),
    ROLE_CHANGED_QUEUE_URL: queues.urlOf("role-changed"),
    ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: queues.urlOf("role-changed-dlq"),
    EMPLOYEE_LEFT_QUEUE_URL: queues.urlOf("employee-left"),
    EMPLOYEE_LEFT_DEAD_LETTER_QUEUE_URL: queues.urlOf("employee-left-dlq"),
    AWS_ENDPOINT_URL_SQS: new URL(queues.urlOf("role-changed")).origin,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    POWERTOOLS_DEV: "true", // the logger then writes through the global console
  }))
    vi.stubEnv(name, value);
  vi.doMock("node:timers/promises", () => ({ setTimeout: async (nap: number) => void naps.push(nap) }));
  ({ handler } = await import("../../handlers/replay-dead-letters.ts"));
});
beforeEach(() => {
  vi.spyOn(console, "info").mockReturnValue();
  naps.length = 0;
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await queues.close();
});

/** `remaining` is asked for how many ms are left. */
const invoke = (request: object, remaining: () => number = () => 300_000) =>
  handler(request, { awsRequestId: "r", getRemainingTimeInMillis: remaining } as Context);

test("leaves alone what was replayed five times, and replays the rest to its own queue", async () => {
  await queues.put("employee-hired-dlq", [deadLetter("E1"), deadLetter("E2", { replays: 5 })]);
  expect(await invoke({ queue: "employee-hired", dryRun: false })).toMatchObject({
    dryRun: false,
    selected: 1,
    sent: 1,
    exhausted: [expect.any(String)],
    left: 1,
    stoppedEarly: false,
  });
  expect([await queues.depth("employee-hired"), await queues.depth("role-changed")]).toEqual([1, 0]);
});

test("only counts, unless the request says otherwise", async () => {
  await queues.put("role-changed-dlq", [deadLetter("E3")]);
  expect(await invoke({ queue: "role-changed" })).toMatchObject({ dryRun: true, matching: 1, left: 1 });
});

test.each([true, false])("starts nothing with less than ten seconds left (dryRun: %s)", async (dryRun) => {
  await queues.put("role-changed-dlq", [deadLetter("E3")]);
  const nothing = { seen: 0, stoppedEarly: true };
  expect(await invoke({ queue: "role-changed", dryRun }, () => 9_999)).toMatchObject(nothing);
});

test("keeps to the rate until the time is nearly up, and gives back what it did not replay", async () => {
  await queues.put("role-changed-dlq", deadLetters(15));
  const remaining = () => (naps.length < 3 ? 10_000 : naps.length < 10 ? 9_999 : -1);
  expect(await invoke({ queue: "role-changed", dryRun: false, rate: 0.1 }, remaining)).toMatchObject({
    sent: 10,
    stoppedEarly: true,
  });
  expect(naps).toEqual([500, 500, 500]);
});
