import { expect, test } from "vitest";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { dlqReplay } from "../../../../cli/commands/dlq/replay.ts";
import { CATALOGUE } from "../../../../events/catalogue.ts";
import { deadLetter, deadLetters, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const PERSONAL = /ana@example\.com|Ana Diaz/;
const queues = useDeadLetterQueues();

const visible = async (queue: string) => (await queues().receiveAll(queue)).length;
const list = async (options: object = {}) => JSON.parse((await dlqList({ ...STAGE, json: true, ...options })).text);

test("shows both queues, most frequent code first, and consumes nothing", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1", { code: "InvalidEvent" })]);
  await queues().put("role-changed-dlq", [deadLetter("E2"), deadLetter("E3")]);
  const { text } = await dlqList(STAGE);
  expect(text).toMatch(/3 dead letters[\s\S]*DirectoryThrottled[\s\S]*2[\s\S]*InvalidEvent[\s\S]*1/);
  expect(text).toContain("seatkeeper-local-role-changed");
  expect(text).not.toMatch(PERSONAL);
  expect([await visible("employee-hired-dlq"), await visible("role-changed-dlq")]).toEqual([1, 2]);
});

test("lists more than ten dead letters, up to --limit, but counts all", async () => {
  await queues().put("employee-hired-dlq", deadLetters(45));
  const listed = await list({ limit: 12 });
  expect([listed.matching, listed.deadLetters.length]).toEqual([45, 12]);
  expect((await dlqList({ ...STAGE, limit: 12 })).text).toContain("… and 33 more: dlq list --limit shows them");
});

test.each([
  ["code", ["InvalidEvent"], ["E2"]],
  ["employee", "E1", ["E1"]],
  ["type", CATALOGUE.hired.type, ["E1", "E2"]],
  ["type", CATALOGUE["role-changed"].type, []],
  ["since", "2020-01-01", ["E1", "E2"]],
  ["since", "2099-01-01T00:00:00Z", []],
  ["until", "2020-01-01", []],
  ["queue", "role-changed", []],
])("--%s %s shows %j", async (option, value, employees) => {
  await queues().put("employee-hired-dlq", [deadLetter("E1"), deadLetter("E2", { code: "InvalidEvent" })]);
  const { deadLetters } = await list({ [option]: value });
  expect(deadLetters.map(({ employeeId }: { employeeId: string }) => employeeId).sort()).toEqual(employees);
});

test.each([
  ["without attributes", undefined, "SQS moved it after its last receive"],
  ["with a damaged reason", "{damaged", "its reason cannot be read"],
  ["with an invalid reason", '{"code":7}', "its reason cannot be read"],
])("lists a dead letter %s, or whose body is not JSON, and can replay it", async (_, deadLetter, message) => {
  const attribute = deadLetter === undefined ? {} : { deadLetter };
  await queues().put("employee-hired-dlq", [{ body: "no JSON {", ...attribute }]);
  expect((await list()).deadLetters).toMatchObject([{ code: "MaxReceivesExceeded", message, replays: 0 }]);
  expect(await dlqReplay({ ...STAGE, execute: true })).toMatchObject({ complete: true });
  expect(await queues().receiveAll("employee-hired")).toMatchObject([{ Body: "no JSON {" }]);
});

test("says so if nothing matches", async () => {
  expect(await dlqList({ ...STAGE, code: ["Unexpected"] })).toEqual({
    text: "No dead letter matches.",
    complete: true,
  });
});
