import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Timer } from "../../adapters/timer.ts";
import type { Directory } from "../../domain/accounts/directory.ts";
import { EVENT_KINDS, type EventKind, FACT_KINDS, type FactKind } from "../../domain/facts/hr-event.ts";
import { Failure, type FailureCode } from "../../domain/failures.ts";
import { postpone } from "../../domain/reconcile/postpone.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { resyncBody } from "../../events/resync.ts";
import { eventBody, hireBody } from "../support/event-bodies.ts";
import { handlerInMemory, sqsRecord } from "../support/handler-in-memory.ts";
import { hired, left, NOW, roleChanged } from "../support/hr-events.ts";
import { inMemoryDependencies, MAY } from "../support/in-memory-dependencies.ts";

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
const failing = (code: FailureCode, retryAfterMs?: number) =>
  withFind(() => Promise.reject(new Failure(code, "slow down", { retryAfterMs })));
const handledIn = (log: readonly string[]) =>
  log.flatMap((line) => (line.includes('"event": "handled"') ? [JSON.parse(line)] : []));
const metricsIn = (log: readonly string[]) => {
  const lines = log.flatMap((line) => (line.includes("_aws") ? [JSON.parse(line)] : []));
  return (name: string) => lines.reduce((sum, metrics) => sum + (metrics[name] ?? 0), 0);
};
const resyncOf = (employeeId: string) => resyncBody({ employeeId, because: "Due" }, `${employeeId}:now`, NOW);

test("a hire creates a licensed user, and the log holds only IDs", async () => {
  const { memory, invoke, log } = handlerInMemory();
  expect(await invoke([sqsRecord(hireBody())])).toEqual(NONE_FAILED);
  expect([...memory.accounts.values()]).toMatchObject([{ license: "Pro" }]);
  const [line = ""] = log.filter((entry) => entry.includes('"event": "handled"'));
  expect(JSON.parse(line)).toMatchObject({ eventId: "hire-1", employeeId: "E1", outcome: "created", license: "Pro" });
});

test("keeps with an event the message that brought it", async () => {
  const { memory, invoke } = handlerInMemory();
  const record = sqsRecord(hireBody());
  await invoke([record]);
  const { messageId } = record;
  expect(await memory.dependencies.employees.read("E1")).toMatchObject({
    role: { messageId },
    employment: { messageId },
    decisions: [{ messageId }],
  });
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
  expect(memory.records.get("E1")?.role?.fact).not.toHaveProperty("polluted");
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
    const { invoke, deadLetters } = handlerInMemory({ dependencies: failing("DirectoryUnavailable") });
    const record = sqsRecord(hireBody(), 3);
    expect(await invoke([record])).toEqual(NONE_FAILED);
    expect(deadLetters.map(({ reason }) => reason)).toEqual([
      {
        code: "DirectoryUnavailable",
        message: "slow down",
        attempts: 3,
        failedAt: "2026-06-01T12:00:00.000Z",
        sourceQueue: "hires",
        messageId: record.messageId,
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

describe("a directory that throttles", () => {
  const later = (ms: number) => new Date(NOW.getTime() + ms).toISOString();

  test("at the last receive is waited for in the record, and the message is acknowledged", async () => {
    const dependencies = failing("DirectoryThrottled");
    const { invoke, deadLetters, log } = handlerInMemory({ dependencies });
    expect(await invoke([sqsRecord(hireBody(), 3)])).toEqual(NONE_FAILED);
    expect(deadLetters).toEqual([]);
    const waiting = { because: "DirectoryThrottled", since: later(0), until: later(15 * 60_000) };
    expect(await dependencies.employees.read("E1")).toMatchObject({ waiting, role: { eventId: "hire-1" } });
    expect(handledIn(log)).toMatchObject([{ eventId: "hire-1", outcome: "waiting", until: waiting.until }]);
    expect(["EventsWaiting", "DirectoryThrottled", "DeadLetters"].map(metricsIn(log))).toEqual([1, 1, 0]);
  });

  test("is waited for as long as it says", async () => {
    const dependencies = failing("DirectoryThrottled", 3_600_000);
    const { invoke } = handlerInMemory({ dependencies });
    await invoke([sqsRecord(hireBody(), 3)]);
    expect((await dependencies.employees.read("E1"))?.waiting?.until).toBe(later(3_600_000));
  });

  test("hides the message for as long as it says, if receives are left", async () => {
    const { invoke, visibilityChanges } = handlerInMemory({ dependencies: failing("DirectoryThrottled", 60_001) });
    const record = sqsRecord(hireBody());
    expect((await invoke([record])).batchItemFailures).toHaveLength(1);
    expect(visibilityChanges).toEqual([[record.receiptHandle, 61]]);
  });

  test.each([
    [43_200_000, 1],
    [43_200_001, 0],
  ])("told to wait for %d ms at the first receive, redelivers %d records", async (ms, redelivered) => {
    const { invoke, deadLetters } = handlerInMemory({ dependencies: failing("DirectoryThrottled", ms) });
    expect((await invoke([sqsRecord(hireBody())])).batchItemFailures).toHaveLength(redelivered);
    expect(deadLetters).toEqual([]);
  });

  test("an outage of more than twelve hours is tried again all the same, hidden for as long as SQS can", async () => {
    const { invoke, visibilityChanges } = handlerInMemory({ dependencies: failing("DirectoryUnavailable", 1e9) });
    const record = sqsRecord(hireBody());
    expect((await invoke([record])).batchItemFailures).toHaveLength(1);
    expect(visibilityChanges).toEqual([[record.receiptHandle, 43_200]]);
  });

  test.each<[what: string, save: () => Promise<boolean>]>([
    ["somebody else has written meanwhile", async () => false],
    ["the table does not respond", () => Promise.reject(new Failure("StateUnavailable", "down"))],
  ])("makes a dead letter if %s", async (_, save) => {
    const dependencies = failing("DirectoryThrottled");
    const employees = { ...dependencies.employees, save };
    const { invoke, deadLetters } = handlerInMemory({ dependencies: { ...dependencies, employees } });
    expect(await invoke([sqsRecord(hireBody(), 3)])).toEqual(NONE_FAILED);
    expect(deadLetters).toMatchObject([{ reason: { code: "DirectoryThrottled", attempts: 3 } }]);
  });
});

describe("a resync", () => {
  /** E1 has an account and an upcoming promotion, which is due by now. */
  const withDuePromotion = async () => {
    const memory = inMemoryDependencies();
    const { employees } = memory.dependencies;
    const yesterday = new Date(NOW.getTime() - 86_400_000);
    await handlerInMemory({ dependencies: { ...memory.dependencies, now: () => yesterday } }).invoke([
      sqsRecord(hireBody({ role: { title: "Basic", department: "Sales" } })),
    ]);
    const effectiveAt = NOW.toISOString();
    const role = { title: "Pro", department: "Sales", attributes: {} };
    await employees.fold(roleChanged({ id: "promotion", effectiveAt, role }), yesterday);
    memory.calls.length = 0;
    return memory;
  };

  test("applies what is due, and is logged with its reason", async () => {
    const { dependencies, calls } = await withDuePromotion();
    const { invoke, log } = handlerInMemory({ queue: "role-changed", dependencies });
    expect(await invoke([sqsRecord(resyncOf("E1"))])).toEqual(NONE_FAILED);
    expect(calls).toEqual(["set U1 Pro"]);
    expect(handledIn(log)).toMatchObject([{ employeeId: "E1", resync: "Due", outcome: "updated", license: "Pro" }]);
  });

  test("asserts what was confirmed just now if an operator sent it, also beside one of the clock", async () => {
    const { memory, invoke } = handlerInMemory();
    await invoke([sqsRecord(hireBody())]);
    memory.calls.length = 0;
    await invoke([sqsRecord(resyncOf("E1"))]);
    expect(memory.calls).toEqual([]);
    const asked = resyncBody({ employeeId: "E1", because: "Operator" }, "asked", NOW);
    await invoke([sqsRecord(resyncOf("E1")), sqsRecord(asked)]);
    expect(memory.calls).toEqual(["set U1 Pro"]);
  });

  test("beside another one, and beside events of the same employee, is covered by one pass", async () => {
    const { dependencies, calls } = await withDuePromotion();
    const { invoke, log, opened } = handlerInMemory({ dependencies });
    const older = hireBody({ effectiveAt: "2026-02-01T00:00:00Z" }, { id: "hire-0" });
    expect(await invoke([resyncOf("E1"), older, resyncOf("E1")].map((body) => sqsRecord(body)))).toEqual(NONE_FAILED);
    expect([opened, calls]).toEqual([[1], ["set U1 Pro"]]);
    expect(handledIn(log).map(({ resync, outcome }) => [resync, outcome])).toEqual([
      ["Due", "unchanged"],
      [undefined, "stale"],
      ["Due", "unchanged"],
    ]);
    expect(metricsIn(log)("LicensesChanged")).toBe(1);
  });

  test("is a pass of its own if every event beside it is refused", async () => {
    const { dependencies, calls } = await withDuePromotion();
    const { invoke, deadLetters } = handlerInMemory({ dependencies });
    const reused = hireBody({ effectiveAt: "2026-05-30T00:00:00Z" });
    await invoke([sqsRecord(reused), sqsRecord(resyncOf("E1"))]);
    expect(deadLetters).toMatchObject([{ reason: { code: "EventIdReused" } }]);
    expect(calls).toEqual(["set U1 Pro"]);
  });

  test("is a dead letter of its own when what it waits for has not come", async () => {
    const { dependencies } = inMemoryDependencies();
    const waits = { ...dependencies, may: MAY["role-changed"], hireGraceMs: 1 };
    const { invoke, deadLetters } = handlerInMemory({
      queue: "role-changed",
      dependencies: { ...waits, now: () => new Date(NOW.getTime() + 2) },
    });
    await dependencies.employees.fold(roleChanged(), NOW);
    await handlerInMemory({ queue: "role-changed", dependencies: waits }).invoke([sqsRecord(resyncOf("E1"))]);
    const body = resyncOf("E1");
    expect(await invoke([sqsRecord(body)])).toEqual(NONE_FAILED);
    const reason = { code: "EmployeeNotProvisioned", employeeId: "E1", attempts: 1 };
    expect(deadLetters).toMatchObject([{ body, reason }]);
    expect(deadLetters[0]?.reason).not.toHaveProperty("resync");
  });

  describe("that fails for good", () => {
    const waiting = async () => {
      const memory = inMemoryDependencies();
      await memory.dependencies.employees.fold(roleChanged(), NOW);
      await postpone(memory.dependencies, "E1");
      const find = () => Promise.reject(new Failure("AmbiguousUser", "two users"));
      const dependencies = { ...memory.dependencies, directory: { ...memory.dependencies.directory, find } };
      return { dependencies, isWaiting: () => memory.records.get("E1")?.waiting !== undefined };
    };

    test("ends the wait once its dead letter is sent", async () => {
      const { dependencies, isWaiting } = await waiting();
      const { invoke } = handlerInMemory({
        dependencies,
        sendDeadLetter: async () => expect(isWaiting()).toBe(true),
      });
      expect(await invoke([sqsRecord(resyncOf("E1"))])).toEqual(NONE_FAILED);
      expect(isWaiting()).toBe(false);
    });

    test("waits on if its dead letter could not be sent", async () => {
      const { dependencies, isWaiting } = await waiting();
      const { invoke } = handlerInMemory({ dependencies, sendDeadLetter: () => Promise.reject(new Error("down")) });
      const record = sqsRecord(resyncOf("E1"));
      expect(await invoke([record])).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
      expect(isWaiting()).toBe(true);
    });

    test("is acknowledged although the wait could not be ended: the next one is dead-lettered, too", async () => {
      const { dependencies, isWaiting } = await waiting();
      const save = () => Promise.reject(new Failure("StateUnavailable", "down"));
      const employees = { ...dependencies.employees, save };
      const { invoke, deadLetters } = handlerInMemory({ dependencies: { ...dependencies, employees } });
      expect(await invoke([sqsRecord(resyncOf("E1"))])).toEqual(NONE_FAILED);
      expect([deadLetters.length, isWaiting()]).toEqual([1, true]);
    });
  });

  test("of nobody known changes nothing", async () => {
    const { invoke, log, memory } = handlerInMemory();
    expect(await invoke([sqsRecord(resyncOf("nobody"))])).toEqual(NONE_FAILED);
    expect([handledIn(log)[0].outcome, memory.records.size]).toEqual(["unchanged", 0]);
  });
});

test("each queue takes the events of its kind, and any resync", async () => {
  const codes = async (queue: FactKind, kind: EventKind) => {
    const { invoke, deadLetters } = handlerInMemory({ queue });
    await invoke([sqsRecord(eventBody(kind, { cancels: "x" })), sqsRecord(resyncOf("E2"))]);
    return deadLetters.map(({ reason }) => reason.code).includes("WrongQueue");
  };
  for (const queue of FACT_KINDS)
    for (const kind of EVENT_KINDS) expect(await codes(queue, kind), kind).toBe(CATALOGUE[kind].takenBy !== queue);
});

test("emits a metric for each outcome", async () => {
  const { invoke, log, memory } = handlerInMemory();
  const older = hireBody({ effectiveAt: "2026-02-01T00:00:00Z" }, { id: "hire-0" });
  const future = hireBody({ effectiveAt: "2099-01-01T00:00:00Z" }, { id: "hire-2" });
  for (const body of [hireBody(), hireBody(), older, future, "no JSON"]) await invoke([sqsRecord(body)]);
  await memory.dependencies.employees.fold(left(), NOW);
  await invoke([sqsRecord(resyncOf("E1"))]);
  await memory.dependencies.employees.fold(
    hired({ id: "hire-3", publishedAt: "2026-05-01T00:00:00.000Z", effectiveAt: "2026-05-01T00:00:00.000Z" }),
    NOW,
  );
  await invoke([sqsRecord(resyncOf("E1"))]);
  const counts = {
    UsersCreated: 1,
    UsersReleased: 1,
    UsersReactivated: 1,
    LicensesChanged: 4,
    DuplicateEvents: 1,
    StaleEvents: 1,
    EventsWaiting: 1,
    DeadLetters: 1,
  };
  const total = metricsIn(log);
  expect(Object.fromEntries(Object.keys(counts).map((name) => [name, total(name)]))).toEqual(counts);
});
