import { expect, test } from "vitest";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { dlqShow } from "../../../../cli/commands/dlq/show.ts";
import { letter, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const PERSONAL = /ana@example\.com|Ana Diaz/;
const queues = useDeadLetterQueues();

const show = async (id: string, options: object = {}) => (await dlqShow(id, { ...STAGE, ...options })).text;
const list = async (options: object = {}) => JSON.parse((await dlqList({ ...STAGE, json: true, ...options })).text);
const idOf = async (employee: string): Promise<string> => (await list({ employee })).letters[0].id;

test("tells the letter's history, what its code means and what mends it, and masks emails and names", async () => {
  await queues().put("employee-hired-dlq", [letter("E1", { replays: 2 })]);
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

test("masks inside an SNS notification, and shows nothing of a body that is no JSON", async () => {
  const { body } = letter("E1");
  await queues().put("employee-hired-dlq", [
    { body: JSON.stringify({ Type: "Notification", Message: body }) },
    { body: "Ana Diaz <ana@example.com>" },
  ]);
  for (const { id } of (await list()).letters) expect(await show(id)).not.toMatch(PERSONAL);
});

test("fails for an ID that is not there", async () => {
  await expect(show("nobody")).rejects.toThrow("There is no dead letter nobody in the stage local");
});
