import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOnceGuard } from "../../../adapters/state/create-once.ts";
import { Failure } from "../../../domain/failures.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
afterAll(() => dynamoDb.close());

/** A worker of its own, with so many ms left to its time-out. */
const worker = (remaining = 10_000) => {
  const { createOnce, registerContext } = createOnceGuard(dynamoDb.plain, "idempotency");
  registerContext({ getRemainingTimeInMillis: () => remaining } as Context);
  return createOnce;
};
const user = { userId: "U1" };
const never = () => Promise.reject(new Error("created twice"));

test("creates once, and answers the stored user after that, whichever worker asks", async () => {
  expect(await worker()("E1", async () => user)).toEqual({ user, ran: true });
  expect(await worker()("E1", never)).toEqual({ user, ran: false });
});

test("keeps employees apart", async () => {
  await worker()("E2", async () => user);
  expect(await worker()("E3", async () => ({ userId: "U3" }))).toEqual({ user: { userId: "U3" }, ran: true });
});

test("lets one worker create while another is told to come back", async () => {
  const { promise: created, resolve } = Promise.withResolvers<typeof user>();
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const first = worker()("E4", () => {
    enter();
    return created;
  });
  await entered;
  await expect(worker()("E4", never)).rejects.toMatchObject({ retryable: true, code: "CreationInProgress" });
  resolve(user);
  expect(await first).toEqual({ user, ran: true });
});

test("a failed creation passes its failure on and frees the key", async () => {
  const failure = new Failure("DirectoryThrottled", "slow down");
  await expect(worker()("E5", () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await worker()("E5", async () => user)).toEqual({ user, ran: true });
});

test("a worker that died holds the key only to the end of its time-out", async () => {
  const dies = worker(1)("E6", () => new Promise<never>(() => {}));
  void dies;
  await expect
    .poll(() => worker()("E6", async () => user).catch(({ code }) => code), { interval: 20 })
    .toEqual({ user, ran: true });
});

test("a table that does not answer is a transient failure", async () => {
  const { createOnce } = createOnceGuard(dynamoDb.plain, "no-such-table");
  await expect(createOnce("E7", never)).rejects.toMatchObject({ code: "StateUnavailable" });
});
