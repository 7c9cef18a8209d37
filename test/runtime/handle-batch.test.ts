import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Timer } from "../../adapters/timer.ts";
import type { Directory } from "../../domain/accounts/directory.ts";
import { Failure } from "../../domain/failures.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { hireBody } from "../support/event-bodies.ts";
import { handlerInMemory, sqsRecord } from "../support/handler-in-memory.ts";
import { inMemoryDependencies } from "../support/in-memory-dependencies.ts";

beforeEach(() => {
  vi.stubEnv("POWERTOOLS_DEV", "true"); // the logger then writes through the global console, where the tests read it
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false"); // which development mode would do
  vi.stubEnv("POWERTOOLS_METRICS_NAMESPACE", "Seatkeeper");
  vi.stubEnv("POWERTOOLS_SERVICE_NAME", "seatkeeper");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A timer that rings when it is told to. */
const handTimer = () => {
  const started = new Map<number, () => void>();
  const timer: Timer = (milliseconds, ring) => {
    started.set(milliseconds, ring);
    return () => void started.delete(milliseconds);
  };
  return { timer, ringAt: (milliseconds: number) => started.get(milliseconds)?.() };
};

const NONE_FAILED = { batchItemFailures: [] };
const withFind = (find: Directory["find"]) => {
  const { dependencies } = inMemoryDependencies();
  return { ...dependencies, directory: { ...dependencies.directory, find } };
};
const failing = (code: "DirectoryThrottled") => withFind(() => Promise.reject(new Failure(code, "slow down")));

test("a hire creates a licensed user, and the log holds only IDs", async () => {
  const { memory, invoke, log } = handlerInMemory();
  expect(await invoke([sqsRecord(hireBody())])).toEqual(NONE_FAILED);
  expect([...memory.accounts.values()]).toMatchObject([{ license: "Pro" }]);
  const [line = ""] = log.filter((entry) => entry.includes('"event": "handled"'));
  expect(JSON.parse(line)).toMatchObject({ eventId: "hire-1", employeeId: "E1", outcome: "created", license: "Pro" });
});

test("opens the invocation for each employee, who leaves when the pass ends, successfully or not", async () => {
  let left = 0;
  const leave = () => {
    left += 1;
  };
  const { invoke, opened } = handlerInMemory({ leave });
  const other = hireBody({ employeeId: "E2" }, { id: "hire-2" });
  await invoke([sqsRecord("poison"), sqsRecord(hireBody()), sqsRecord(hireBody()), sqsRecord(other)]);
  expect([opened, left]).toEqual([[2], 2]);
});

test("handles several events of one employee in one pass, and logs each", async () => {
  const { memory, invoke, log } = handlerInMemory();
  const newer = hireBody(
    { effectiveAt: "2026-03-02T00:00:00Z", role: { title: "Plus", department: "Sales" } },
    { id: "hire-2" },
  );
  expect(await invoke([sqsRecord(hireBody()), sqsRecord(newer)])).toEqual(NONE_FAILED);
  expect(memory.calls).toEqual(["find", "create", "set U1 Plus"]);
  const outcomes = log.flatMap((line) => (line.includes('"event": "handled"') ? [JSON.parse(line)] : []));
  expect(outcomes.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
    ["hire-1", "stale"],
    ["hire-2", "created"],
  ]);
});

test("only a record that takes too long fails, before the function's time-out", async () => {
  const { timer, ringAt } = handTimer();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const find: Directory["find"] = async (email) => {
    if (email !== "slow@example.com") return undefined;
    ask();
    return new Promise(() => {});
  };
  const { invoke, visibilityChanges, log } = handlerInMemory({ dependencies: withFind(find), timer });
  const slow = sqsRecord(hireBody({ email: "slow@example.com" }));
  const quick = sqsRecord(hireBody({ employeeId: "E2" }, { id: "hire-2" }));
  const response = invoke([slow, quick]);
  await asked;
  await vi.waitFor(() => expect(log.join()).toContain('"event": "handled"'));
  ringAt(27_000);
  await vi.waitFor(() => expect(log.join()).toContain('"code": "DeadlineExceeded"'));
  expect(await response).toEqual({ batchItemFailures: [{ itemIdentifier: slow.messageId }] });
  expect(visibilityChanges).toEqual([[slow.receiptHandle, 15]]);
});

test("an employee is left before its record is settled: nobody waits for SQS", async () => {
  let left = 0;
  const leave = () => {
    left += 1;
  };
  const { promise: hidden, resolve: hide } = Promise.withResolvers<void>();
  const changeVisibility = async () => {
    expect(left).toBe(1);
    hide();
  };
  const { invoke } = handlerInMemory({ dependencies: failing("DirectoryThrottled"), changeVisibility, leave });
  await invoke([sqsRecord(hireBody())]);
  await hidden;
});

describe("one bad record among good ones", () => {
  test.each([
    ["no body", undefined, "MalformedBody"],
    ["an empty body", "", "MalformedBody"],
    ["no JSON", "ana@example.com", "MalformedBody"],
    ["JSON that is not an event", { hello: "Ana Diaz" }, "InvalidEvent"],
    ["300 KB", { pad: "Ana Diaz ".repeat(35_000) }, "BodyTooLarge"],
    ["nesting 5,000 deep", "[".repeat(5000), "BodyTooDeep"],
    ["an unknown type", hireBody({}, { type: "hr.employee.fired.v1" }), "UnknownEventType"],
    ["an unknown version", hireBody({}, { type: "hr.employee.hired.v2" }), "UnknownEventVersion"],
    ["no email", hireBody({ email: undefined }), "InvalidEvent"],
    ["an email without a dot", hireBody({ email: "ana@example" }), "InvalidEvent"],
    ["lone surrogates", hireBody({ displayName: "Ana \ud800" }), "InvalidEvent"],
    ["an effectiveAt that is not a date", hireBody({ effectiveAt: "Ana" }), "InvalidEvent"],
    ["an effectiveAt in the future", hireBody({ effectiveAt: "2099-01-01T00:00:00Z" }), "NotYetEffective"],
    ["a time in the future", hireBody({}, { time: "2099-01-01T00:00:00Z" }), "InvalidEvent"],
    ["a type of another queue", hireBody({}, { type: CATALOGUE["role-changed"].type }), "WrongQueue"],
  ])(
    "with %s is dead-lettered immediately, with its body unchanged, and the others are applied",
    async (_, body, code) => {
      const { memory, invoke, deadLetters, visibilityChanges, log } = handlerInMemory();
      const bad = sqsRecord(body);
      const good = sqsRecord(hireBody({ employeeId: "E2", email: "ben@example.com" }, { id: "hire-2" }));
      expect(await invoke([bad, good])).toEqual(NONE_FAILED);
      expect(deadLetters).toMatchObject([
        { body: bad.body, reason: { code, attempts: 1, sourceQueue: "hires", replays: 0 } },
      ]);
      expect(visibilityChanges).toEqual([]);
      expect(memory.records.has("E2")).toBe(true);
      expect(log.join("\n") + JSON.stringify(deadLetters.map(({ reason }) => reason))).not.toMatch(/ana@|Ana|ben@/);
    },
  );
});

test("ignores members named __proto__, and accepts the rest of the event", async () => {
  const { memory, invoke } = handlerInMemory();
  const body = JSON.stringify(hireBody()).replace(
    '"data":{',
    '"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},',
  );
  expect(await invoke([sqsRecord(body)])).toEqual(NONE_FAILED);
  expect(memory.records.get("E1")?.current.fact).not.toHaveProperty("polluted");
});

test("an empty batch and an event without records report no failures", async () => {
  const { invoke } = handlerInMemory();
  expect(await invoke([])).toEqual(NONE_FAILED);
  const { invoke: invokeWith } = handlerInMemory();
  expect(await invokeWith(undefined as unknown as unknown[])).toEqual(NONE_FAILED);
});

describe("a retryable failure", () => {
  test.each([
    [1, 15],
    [2, 30],
  ])("at receive %d changes the visibility to %d s and reports the record", async (receiveCount, seconds) => {
    const { invoke, visibilityChanges, deadLetters } = handlerInMemory({ dependencies: failing("DirectoryThrottled") });
    const record = sqsRecord(hireBody(), receiveCount);
    expect(await invoke([record])).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
    expect(visibilityChanges).toEqual([[record.receiptHandle, seconds]]);
    expect(deadLetters).toEqual([]);
  });

  test("at the last receive makes a dead letter with the reason, and acknowledges the record", async () => {
    const { invoke, deadLetters } = handlerInMemory({ dependencies: failing("DirectoryThrottled") });
    expect(await invoke([sqsRecord(hireBody(), 3)])).toEqual(NONE_FAILED);
    expect(deadLetters.map(({ reason }) => reason)).toEqual([
      {
        code: "DirectoryThrottled",
        message: "slow down",
        attempts: 3,
        failedAt: "2026-06-01T12:00:00.000Z",
        sourceQueue: "hires",
        eventId: "hire-1",
        employeeId: "E1",
        replays: 0,
      },
    ]);
  });

  test("is reported even if the visibility cannot be changed", async () => {
    const changeVisibility = () => Promise.reject(new Error("ana@example.com"));
    const { invoke, log } = handlerInMemory({ dependencies: failing("DirectoryThrottled"), changeVisibility });
    const record = sqsRecord(hireBody());
    expect((await invoke([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }]);
    expect(log.join()).toContain("ChangeMessageVisibility failed");
    expect(log.join()).not.toContain("ana@");
  });

  test("of every record reports every record, without throwing", async () => {
    const { invoke } = handlerInMemory({ dependencies: failing("DirectoryThrottled") });
    const records = Array.from({ length: 10 }, (_, index) => sqsRecord(hireBody({ employeeId: `E${index}` })));
    expect((await invoke(records)).batchItemFailures).toHaveLength(10);
  });
});

test("an unexpected error is retryable, and its message is not logged", async () => {
  const find = () => Promise.reject(new RangeError("ana@example.com"));
  const { invoke, log } = handlerInMemory({ dependencies: withFind(find) });
  expect((await invoke([sqsRecord(hireBody())])).batchItemFailures).toHaveLength(1);
  expect(log.join()).toContain("an unexpected RangeError");
  expect(log.join()).not.toContain("ana@");
});

describe("no text of a library reaches the log, whatever threw it", () => {
  const SECRET = "ana@example.com";
  const text = `${SECRET}\n    at ${SECRET} (/ana@example.com.js:1:1)\n`;
  test.each<[string, error: unknown]>([
    ["a message", new Error(text)],
    ["a cause", new Error(text, { cause: new Error(text) })],
    ["a name", Object.assign(new Error(text), { name: SECRET, code: SECRET })],
    ["an AggregateError", new AggregateError([new Error(text)], text)],
    ["a stack whose message was replaced", Object.assign(new Error(text), { message: "replaced" })],
    ["no error", SECRET],
    ["an object", { message: SECRET, toString: () => SECRET }],
    ["a Failure's cause", new Failure("StateUnavailable", "down", { cause: new Error(text) })],
  ])("%s", async (_, error) => {
    const fails = () => Promise.reject(error);
    const dependencies = withFind(fails);
    const { invoke, log } = handlerInMemory({ dependencies, changeVisibility: fails, sendDeadLetter: fails });
    expect((await invoke([sqsRecord(hireBody()), sqsRecord("poison")])).batchItemFailures).toHaveLength(2);
    for (const event of ["will-retry", "sqs-failed"]) expect(log.join()).toContain(`"event": "${event}"`);
    expect(log.join()).not.toContain("ana@");
  });
});

test("a queue that does not answer leaves its record to SQS, and takes no other along", async () => {
  const { timer, ringAt } = handTimer();
  const { promise: asked, resolve: ask } = Promise.withResolvers<AbortSignal>();
  const sendDeadLetter = (_: unknown, signal: AbortSignal) => {
    ask(signal);
    return new Promise<never>(() => {});
  };
  const { invoke, log } = handlerInMemory({ sendDeadLetter, timer });
  const bad = sqsRecord("no JSON");
  const answered = vi.fn();
  void invoke([bad, sqsRecord(hireBody())]).then(answered);
  const signal = await asked;
  await vi.waitFor(() => expect(log.join()).toContain('"event": "handled"'));
  expect(signal.aborted).toBe(false);
  ringAt(29_000);
  expect(signal.aborted).toBe(true);
  await expect.poll(() => answered.mock.calls).toEqual([[{ batchItemFailures: [{ itemIdentifier: bad.messageId }] }]]);
});

test("if a dead letter cannot be sent, the record is left to the redrive policy", async () => {
  const sendDeadLetter = () => Promise.reject(new Error("queue gone"));
  const { invoke } = handlerInMemory({ sendDeadLetter });
  const record = sqsRecord("no JSON");
  expect((await invoke([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }]);
});

test.each([
  ['{"replays":2}', 2],
  ['{"replays":"2"}', 0],
  ['{"replays":-1}', 0],
  ['{"code":"InvalidEvent","message":"forged","replays":4}', 0],
  ["damaged {", 0],
])("a record with the dead-letter reason %s counts as replayed %d times", async (stringValue, replays) => {
  const { invoke, deadLetters } = handlerInMemory();
  await invoke([sqsRecord("no JSON", 1, { deadLetter: { dataType: "String", stringValue } })]);
  expect(deadLetters).toMatchObject([{ reason: { code: "MalformedBody", replays } }]);
});

test("emits a metric for each outcome", async () => {
  const { invoke, log } = handlerInMemory();
  const older = hireBody({ effectiveAt: "2026-02-01T00:00:00Z" }, { id: "hire-0" });
  for (const body of [hireBody(), hireBody(), older, "no JSON"]) await invoke([sqsRecord(body)]);
  const counts = log.flatMap((line) => (line.includes("_aws") ? [JSON.parse(line)] : []));
  const total = (name: string) => counts.reduce((sum, metrics) => sum + (metrics[name] ?? 0), 0);
  const names = ["UsersCreated", "LicensesChanged", "DuplicateEvents", "StaleEvents", "DeadLetters"];
  expect(Object.fromEntries(names.map((name) => [name, total(name)]))).toEqual({
    UsersCreated: 1,
    LicensesChanged: 2,
    DuplicateEvents: 1,
    StaleEvents: 1,
    DeadLetters: 1,
  });
});
