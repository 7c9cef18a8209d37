import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { creationLock } from "../../../adapters/state/creation-lock.ts";
import { Failure } from "../../../domain/failures.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
afterAll(() => dynamoDb.close());

/** A new worker, with `remaining` ms until its time-out. */
const worker = (remaining = 10_000) => {
  const { lock, registerContext } = creationLock(dynamoDb.plain, "idempotency");
  registerContext({ getRemainingTimeInMillis: () => remaining } as Context);
  return lock;
};
const account = { id: "U1" };
const never = () => Promise.reject(new Error("created twice"));

test("creates once, then returns the stored account to any worker", async () => {
  expect(await worker()("E1", async () => account)).toEqual({ account, ran: true });
  expect(await worker()("E1", never)).toEqual({ account, ran: false });
});

test("locks each employee separately", async () => {
  await worker()("E2", async () => account);
  expect(await worker()("E3", async () => ({ id: "U3" }))).toEqual({ account: { id: "U3" }, ran: true });
});

test("fails as retryable while another worker creates", async () => {
  const { promise: created, resolve } = Promise.withResolvers<typeof account>();
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const first = worker()("E4", () => {
    enter();
    return created;
  });
  await entered;
  await expect(worker()("E4", never)).rejects.toMatchObject({
    retryable: true,
    code: "CreationInProgress",
    message: "another worker is creating this employee's user",
  });
  resolve(account);
  expect(await first).toEqual({ account, ran: true });
});

test("passes on the failure of a creation, and releases the lock", async () => {
  const failure = new Failure("DirectoryThrottled", "slow down");
  await expect(worker()("E5", () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await worker()("E5", async () => account)).toEqual({ account, ran: true });
});

test("the lock of a dead worker expires at its time-out", async () => {
  const dies = worker(1)("E6", () => new Promise<never>(() => {}));
  void dies;
  await expect
    .poll(() => worker()("E6", async () => account).catch(({ code }) => code), { interval: 20 })
    .toEqual({ account, ran: true });
});

test.each([0, -5])("the lock of a creation that begins with %d ms left does not outlive it", async (remaining) => {
  const employeeId = `late${remaining}`;
  void worker(remaining)(employeeId, () => new Promise<never>(() => {}));
  await expect
    .poll(() => worker()(employeeId, async () => account).catch(({ code }) => code), { interval: 20 })
    .toEqual({ account, ran: true });
});

test("a failure names what Powertools threw, without its text", async () => {
  const { lock } = creationLock(dynamoDb.plain, "no-such-table");
  const message = "the idempotency table failed with ResourceNotFoundException";
  await expect(lock("E9", never)).rejects.toMatchObject({ message });
});

test("a table that does not respond is a retryable failure", async () => {
  const { lock } = creationLock(dynamoDb.plain, "no-such-table");
  await expect(lock("E7", never)).rejects.toMatchObject({ code: "StateUnavailable" });
});

test("keeps a result for an hour", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-01T12:00:00Z") });
  await worker()("E9", async () => ({ id: "U9" }));
  vi.useRealTimers();
  const { Items = [] } = await dynamoDb.document.send(new ScanCommand({ TableName: "idempotency" }));
  const expirations = Items.filter(({ data }) => data?.userId === "U9").map(({ expiration }) => expiration);
  expect(expirations).toEqual([Date.parse("2026-06-01T13:00:00Z") / 1000]);
});

test("stores and reads the result in the first release's format", async () => {
  await worker()("E8", async () => ({ id: "U8", license: "Basic" }));
  const { Items = [] } = await dynamoDb.document.send(new ScanCommand({ TableName: "idempotency" }));
  const stored = Items.filter(({ data }) => data?.userId === "U8");
  expect(stored).toMatchObject([
    { id: expect.stringMatching(/^create-user#/), data: { userId: "U8", license: "Basic" } },
  ]);
  expect(await worker()("E8", never)).toEqual({ account: { id: "U8", license: "Basic" }, ran: false });
});
