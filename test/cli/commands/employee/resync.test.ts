import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { employeeResync } from "../../../../cli/commands/employee/resync.ts";
import { deadLetterQueues, type NAMES } from "../../../support/dead-letter-queues.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";
import type { Intercept } from "../../../support/sqs-proxy.ts";

let table: Awaited<ReturnType<typeof localEmployees>>;
let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
/** Whose resync SQS does not take. */
let refused: string | undefined;
const refusing: Intercept = async ({ action, body }, forward) => {
  const entries = (body["Entries"] ?? []) as readonly { readonly Id: string; readonly MessageBody: string }[];
  const failed = entries.filter(({ MessageBody }) => refused !== undefined && MessageBody.includes(`"${refused}"`));
  if (action !== "SendMessageBatch" || failed.length === 0) return forward();
  const Failed = failed.map(({ Id }) => ({ Id, SenderFault: false, Code: "InternalError" }));
  body["Entries"] = entries.filter((each) => !failed.includes(each));
  const { Successful } = entries.length > failed.length ? JSON.parse((await forward()).text) : { Successful: [] };
  return { status: 200, text: JSON.stringify({ Successful, Failed }) };
};
beforeEach(async () => {
  refused = undefined;
  table = await localEmployees();
  queues = await deadLetterQueues(refusing);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await queues.close();
  await table.close();
});

async function* chunks(text: string) {
  yield Buffer.from(text);
}
const resync = async (ids: readonly string[], stdin = "", options: object = {}) => {
  const result = await employeeResync(ids, { stage: "local", json: true, ...options }, () => chunks(stdin));
  return { ...result, document: result.text.startsWith("{") ? JSON.parse(result.text) : undefined };
};
const askedIn = async (queue: (typeof NAMES)[number]) =>
  (await queues.receiveAll(queue)).map(({ Body = "" }) => JSON.parse(Body).data);

const known = async (employeeId: string) => {
  const { record } = await table.employees.fold(hired({ employeeId }), NOW);
  const after = { ...record, link: { accountId: `U-${employeeId}` }, revision: record.revision + 1 };
  await table.employees.save(record, after);
};

test("asks the function that may do what each record asks for", async () => {
  await table.employees.fold(hired({ employeeId: "E1" }), NOW);
  await known("E2");
  await known("E3");
  await table.employees.fold(left({ employeeId: "E3" }), NOW);
  const { complete, document } = await resync(["E1", "E2", "E3", "E2"]);
  expect(document).toEqual({
    ...{ stage: "local", asked: 3, sent: 3, unknown: [], unreadable: [], refused: [], notTried: [] },
    queues: {
      "seatkeeper-local-employee-hired": 1,
      "seatkeeper-local-role-changed": 1,
      "seatkeeper-local-employee-left": 1,
    },
  });
  expect(complete).toBe(true);
  expect(await askedIn("employee-hired")).toEqual([{ employeeId: "E1", because: "Operator" }]);
  expect(await askedIn("role-changed")).toEqual([{ employeeId: "E2", because: "Operator" }]);
  expect(await askedIn("employee-left")).toEqual([{ employeeId: "E3", because: "Operator" }]);
});

test("tells who is unknown or unreadable, asks about the others, and is not complete", async () => {
  await known("E1");
  await table.put({ employeeId: "E9", formatVersion: 99 });
  const { complete, document } = await resync(["E8", "E1", "E9"]);
  expect(document).toMatchObject({ asked: 3, sent: 1, unknown: ["E8"], unreadable: ["E9"] });
  expect(complete).toBe(false);
  const { text } = await resync(["E8"], "", { json: false });
  expect(text).toBe("0 of 1 employee resynced\nNothing is known of E8");
});

test("names exactly those whose resync SQS did not take", async () => {
  for (const id of ["E1", "E2", "E3"]) await known(id);
  refused = "E2";
  const { complete, document } = await resync(["E1", "E2", "E3"]);
  expect(document).toMatchObject({ sent: 2, refused: ["E2"], queues: { "seatkeeper-local-role-changed": 2 } });
  expect(complete).toBe(false);
});

test("reads IDs from stdin beside others: CRLF, blanks, and one twice", async () => {
  for (const id of ["E1", "E2", "E3"]) await known(id);
  expect((await resync(["E3", "-"], " E1 \r\n\nE2\nE1\nE3")).document).toMatchObject({ asked: 3, sent: 3 });
});

test("more than a hundred go in tens", async () => {
  const ids = Array.from({ length: 103 }, (_, index) => `E${index}`);
  for (const id of ids) await known(id);
  expect((await resync(ids)).document).toMatchObject({ asked: 103, sent: 103 });
  expect(queues.requests.filter(({ action }) => action === "SendMessageBatch")).toHaveLength(11);
  expect(await queues.depth("role-changed")).toBe(103);
});

test.each([
  ["an ID that cannot be one", ["-"], "E1\nana@example.com\n", /^stdin:2: expected 1 to 64 letters/],
  ["nothing", ["-"], "\n", "stdin: expected employee IDs, one a line, and found none"],
  ["stdin twice", ["-", "-"], "E1", "stdin can be read once: give `-` once"],
])("%s is refused before anything is sent", async (_, ids, stdin, message) => {
  await known("E1");
  await expect(resync(ids, stdin)).rejects.toThrow(message);
  expect(await queues.depth("role-changed")).toBe(0);
});

test("asks on prod, and a script says --yes", async () => {
  await expect(resync(["E1"], "", { stage: "prod" })).rejects.toThrow("The stage is prod: give --yes");
});
