import { expect, test, vi } from "vitest";
import { dlqList } from "../../cli/commands/dlq/list.ts";
import { dlqReplay } from "../../cli/commands/dlq/replay.ts";
import { useDeadLetterQueues } from "../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
useDeadLetterQueues();

test.each([
  [{ stage: "Prod!" }, "--stage Prod!: expected a stage's name"],
  [{ ...STAGE, queue: "hires" }, "--queue hires: expected employee-hired or role-changed"],
  [{ ...STAGE, type: "fired" }, "--type fired: expected hired or role-changed"],
  [{ ...STAGE, since: "yesterday" }, "--since yesterday: expected a date"],
  [{ ...STAGE, until: "2026-02-30x" }, "--until 2026-02-30x: expected a date"],
  [{ ...STAGE, limit: "0" }, "--limit 0: expected a whole number of 1 or more"],
  [{ ...STAGE, limit: "1.5" }, "--limit 1.5: expected a whole number of 1 or more"],
])("%j is named", async (options, message) => {
  await expect(dlqList(options)).rejects.toThrow(message);
});

test("--rate 0 is named", async () => {
  await expect(dlqReplay({ ...STAGE, rate: "0" })).rejects.toThrow("--rate 0: expected a number above 0");
});

test("a stage without queues says so", async () => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  await expect(dlqList({ stage: "nowhere" })).rejects.toThrow(
    'There is no queue seatkeeper-nowhere-employee-hired in this account and region: is the stage "nowhere" deployed here?',
  );
});
