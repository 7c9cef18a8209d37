import { expect, test } from "vitest";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { dlqShow } from "../../../../cli/commands/dlq/show.ts";
import { deadLetter, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const PERSONAL = /ana@example\.com|Ana Diaz/;
const queues = useDeadLetterQueues();

const show = async (id: string, options: object = {}) => (await dlqShow(id, { ...STAGE, ...options })).text;
const list = async (options: object = {}) => JSON.parse((await dlqList({ ...STAGE, json: true, ...options })).text);
const idOf = async (employee: string): Promise<string> => (await list({ employee })).deadLetters[0].id;

test("shows a dead letter's history, the meaning of its code and the fix, with emails and names masked", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1", { replays: 2 })]);
  const text = await show(await idOf("E1"));
  expect(text).toContain("The directory limited our calls");
  expect(text).toMatch(/replays +2/);
  expect(text).toContain('"email": "***"');
  expect(text).not.toMatch(PERSONAL);
  expect(await show(await idOf("E1"), { reveal: true })).toMatch(PERSONAL);
  expect(JSON.parse(await show(await idOf("E1"), { json: true }))).toMatchObject({
    code: "DirectoryThrottled",
    body: { data: { email: "***", displayName: "***", employeeId: "E1" } },
  });
});

test("masks the content of an SNS notification, and shows nothing of a body that is not JSON", async () => {
  const { body } = deadLetter("E1");
  await queues().put("employee-hired-dlq", [
    { body: JSON.stringify({ Type: "Notification", Message: body }) },
    { body: "Ana Diaz <ana@example.com>" },
  ]);
  for (const { id } of (await list()).deadLetters) expect(await show(id)).not.toMatch(PERSONAL);
});

test("an ID that is not found may be in flight", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1")]);
  await queues().receiveAll("employee-hired-dlq");
  await expect(show("nobody")).rejects.toThrow(
    /no dead letter nobody in the stage local\nAbout 1 dead letter in flight/,
  );
});

test("fails for an unknown ID", async () => {
  await expect(show("nobody")).rejects.toThrow("There is no dead letter nobody in the stage local");
});

test("says of one that another option keeps out that there may be one", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1")]);
  const code = ["InvalidEvent"];
  await expect(show(await idOf("E1"), { code })).rejects.toThrow(/in the stage local that the other options allow$/);
});
