import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { employeeTransfer } from "../../../../cli/commands/employee/transfer.ts";
import { useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

const queues = useDeadLetterQueues();
let table: Awaited<ReturnType<typeof localEmployees>>;
beforeEach(async () => {
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
});
afterEach(() => table.close());

const transfer = async (options: object = {}, from = "E1", to = "E2") =>
  (await employeeTransfer(from, to, { stage: "local", ...options })).text;
const linkOf = async (employeeId: string) => (await table.employees.read(employeeId))?.link;

/** E1 had U1 and left, its release was begun at `heldAt`; E2 was hired. */
const aLeaverAndAnHeir = async (heldAt = new Date("2026-06-01T00:00:00.000Z")) => {
  const { employees } = table;
  const { record } = await employees.fold(hired({ employeeId: "E1" }), NOW);
  await employees.claim("U1", "E1", NOW);
  await employees.save(record, { ...record, link: { accountId: "U1" }, revision: record.revision + 1 });
  await employees.fold(left({ employeeId: "E1" }), NOW);
  await employees.holdClaim("U1", "E1", heldAt);
  await employees.fold(hired({ employeeId: "E2" }), NOW);
};

test("a dry run says what would be done, and does nothing", async () => {
  await aLeaverAndAnHeir();
  const text = await transfer();
  expect(text).toMatch(/^U1 goes from E1 to E2:\n {2}1\. E2 may claim U1\n/);
  expect(text).toContain("a resync of E2 goes to seatkeeper-local-employee-hired");
  expect(text).toMatch(/Nothing was done: --execute does it\.$/);
  expect(JSON.parse(await transfer({ json: true }))).toEqual({
    dryRun: true,
    from: "E1",
    to: "E2",
    accountId: "U1",
    steps: ["letGo", "adopt", "resync", "untie"],
  });
  expect([await linkOf("E1"), await linkOf("E2")]).toEqual([expect.objectContaining({ accountId: "U1" }), {}]);
  expect(await queues().receiveAll("employee-hired")).toEqual([]);
});

test("--execute hands the account over, and asks the new owner's function for the rest", async () => {
  await aLeaverAndAnHeir();
  expect(await transfer({ execute: true })).toMatch(/Done: `seatkeeper employee show E2`/);
  expect(await linkOf("E1")).not.toHaveProperty("accountId");
  expect(await linkOf("E2")).toEqual({ candidateId: "U1" });
  await expect(table.employees.claim("U1", "E1", new Date())).rejects.toMatchObject({
    code: "UserOwnedByAnotherEmployee",
  });
  const [message] = await queues().receiveAll("employee-hired");
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({
    type: "seatkeeper.resync.v1",
    data: { employeeId: "E2", because: "Operator" },
  });
});

test("one that was interrupted before its message is finished by running it again", async () => {
  await aLeaverAndAnHeir();
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
  await expect(transfer({ execute: true })).rejects.toThrow("AWS_ENDPOINT_URL_SQS is http://127.0.0.1:1");
  expect(await linkOf("E1")).toMatchObject({ accountId: "U1" });
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues().endpoint);
  expect(JSON.parse(await transfer({ json: true, execute: true })).steps).toEqual(["resync", "untie"]);
  expect(await linkOf("E1")).not.toHaveProperty("accountId");
  expect(await queues().receiveAll("employee-hired")).toHaveLength(1);
});

test("a refused one says why, and what to do", async () => {
  await expect(transfer({}, "E1", "E1")).rejects.toThrow(
    "E1 is both the old owner and the new one. Name two employees.",
  );
  await expect(transfer({ execute: true }, "E8", "E9")).rejects.toThrow(
    "Nothing is known of E8. Check the employee ID and the stage.",
  );
  await aLeaverAndAnHeir(new Date());
  await expect(transfer({ execute: true })).rejects.toThrow(
    /^The account U1 is just being released. Transfer it again after \d{4}-/,
  );
  expect(await linkOf("E2")).toEqual({});
});

test("nothing is done on prod before its name is typed", async () => {
  await expect(transfer({ stage: "prod", execute: true })).rejects.toThrow("give --yes if nobody can be asked");
});
