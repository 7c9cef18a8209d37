import { expect, test } from "vitest";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { dlqReplay } from "../../../../cli/commands/dlq/replay.ts";
import { deadLetter, deadLetters, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const queues = useDeadLetterQueues();

const visible = async (queue: string) => (await queues().receiveAll(queue)).length;
const list = async (options: object = {}) => JSON.parse((await dlqList({ ...STAGE, json: true, ...options })).text);
const idOf = async (employee: string): Promise<string> => (await list({ employee })).deadLetters[0].id;

test("is a dry run by default, and says what it would send where", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1"), deadLetter("E2", { replays: 5 })]);
  const { text, complete } = await dlqReplay(STAGE);
  expect(text).toContain(
    "1 would go from seatkeeper-local-employee-hired-dlq to seatkeeper-local-employee-hired; left alone, because replayed 5 times: 1",
  );
  expect(text).toContain("Nothing was sent: --execute does it.");
  expect(complete).toBe(true);
  expect([await visible("employee-hired-dlq"), await visible("employee-hired")]).toEqual([2, 0]);
});

test("applies --limit to both queues together in a dry run", async () => {
  await queues().put("employee-hired-dlq", deadLetters(2));
  await queues().put("role-changed-dlq", deadLetters(2));
  const { text } = await dlqReplay({ ...STAGE, limit: 3 });
  expect(text).toMatch(/2 would go from .*employee-hired\n1 would go from .*role-changed\n/);
});

test("a dry run with --limit shows what the run would send, and nothing else", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("old", { replays: 5 }), ...deadLetters(6)]);
  await queues().put("role-changed-dlq", deadLetters(8));
  const plan = JSON.parse((await dlqReplay({ ...STAGE, limit: 10, json: true })).text);
  expect(plan).toEqual({
    dryRun: true,
    inFlight: 0,
    plans: [
      {
        queue: "seatkeeper-local-employee-hired",
        from: "seatkeeper-local-employee-hired-dlq",
        selected: 6,
        exhausted: 1,
      },
      {
        queue: "seatkeeper-local-role-changed",
        from: "seatkeeper-local-role-changed-dlq",
        selected: 4,
        exhausted: 0,
      },
      {
        queue: "seatkeeper-local-employee-left",
        from: "seatkeeper-local-employee-left-dlq",
        selected: 0,
        exhausted: 0,
      },
    ],
  });
  const { text } = await dlqReplay({ ...STAGE, limit: 10 });
  expect(text).toMatch(/^10 dead letters\n[\s\S]*DirectoryThrottled +│ 10 /);
  expect(text.match(/│ \S+ +│ seatkeeper-local-/g)).toHaveLength(10);
  await dlqReplay({ ...STAGE, limit: 10, execute: true });
  expect([await queues().depth("employee-hired"), await queues().depth("role-changed")]).toEqual([6, 4]);
});

test("does not look at a queue after the limit is reached", async () => {
  await queues().put("employee-hired-dlq", deadLetters(2));
  await queues().put("role-changed-dlq", deadLetters(2));
  const { text } = await dlqReplay({ ...STAGE, limit: 2, execute: true });
  expect(text).toBe("seatkeeper-local-employee-hired: 2 dead letters replayed");
});

test("a message that leaves no room for the count of its replays goes without it", async () => {
  await queues().put("employee-hired-dlq", [{ body: "x".repeat(1024 * 1024 - 1) }]);
  const { text } = await dlqReplay({ ...STAGE, queue: "employee-hired", execute: true });
  expect(text).toBe("seatkeeper-local-employee-hired: 1 dead letter replayed");
  const [message] = await queues().receiveAll("employee-hired");
  expect(message?.MessageAttributes).toBeUndefined();
});

test("sends body and attributes back unchanged, counts one more replay, and deletes the dead letter", async () => {
  await queues().put("role-changed-dlq", [deadLetter("E1", { replays: 1 })]);
  expect((await dlqReplay({ ...STAGE, execute: true })).complete).toBe(true);
  const [message] = await queues().receiveAll("role-changed");
  expect(message?.Body).toBe(deadLetter("E1").body);
  expect(message?.MessageAttributes?.["deadLetter"]?.StringValue).toBe('{"replays":2}');
  expect(await queues().depth("role-changed-dlq")).toBe(0);
});

test("does not send what was replayed five times, and lists it, without --force", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1", { replays: 5 })]);
  const id = await idOf("E1");
  expect((await dlqReplay({ ...STAGE, execute: true })).text).toContain(id);
  expect(await visible("employee-hired-dlq")).toBe(1);
});

test("--force also sends what was replayed five times", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1", { replays: 5 })]);
  await dlqReplay({ ...STAGE, execute: true, force: true });
  expect(await visible("employee-hired")).toBe(1);
});

test("takes only what the filter selects, and releases the others", async () => {
  await queues().put("employee-hired-dlq", [
    deadLetter("E1"),
    deadLetter("E2", { code: "InvalidEvent" }),
    deadLetter("E3"),
  ]);
  await dlqReplay({ ...STAGE, execute: true, code: ["DirectoryThrottled"], limit: 1 });
  expect(await visible("employee-hired")).toBe(1);
  expect(await visible("employee-hired-dlq")).toBe(2);
});

test("two concurrent replays send each dead letter once", async () => {
  await queues().put("employee-hired-dlq", deadLetters(60));
  await Promise.all([dlqReplay({ ...STAGE, execute: true }), dlqReplay({ ...STAGE, execute: true })]);
  expect(await queues().depth("employee-hired")).toBe(60);
  expect(await queues().depth("employee-hired-dlq")).toBe(0);
});

test("respects --rate", async () => {
  await queues().put("employee-hired-dlq", deadLetters(20));
  const startedAt = performance.now();
  await dlqReplay({ ...STAGE, execute: true, rate: 20, queue: "employee-hired" });
  expect(performance.now() - startedAt).toBeGreaterThan(1000);
});

test("asks for the stage's name on prod, and requires --yes without a terminal", async () => {
  await expect(dlqReplay({ stage: "prod", execute: true })).rejects.toThrow("give --yes if nobody can be asked");
});
