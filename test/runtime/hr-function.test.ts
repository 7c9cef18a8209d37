import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ROLE_CHANGED } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { hireBody, hrFunction, sqsRecord } from "../support/hr-function.ts";
import { inMemoryWorld } from "../support/in-memory-world.ts";

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

const NONE_FAILED = { batchItemFailures: [] };
const failing = (code: "DirectoryThrottled") => {
  const { ports } = inMemoryWorld();
  const findUserByEmail = () => Promise.reject(new Failure(code, "slow down"));
  return { ...ports, directory: { ...ports.directory, findUserByEmail } };
};

test("a hire ends as a licensed user, and is told with IDs alone", async () => {
  const { world, invoke, log } = hrFunction();
  expect(await invoke([sqsRecord(hireBody())])).toEqual(NONE_FAILED);
  expect([...world.users.values()]).toMatchObject([{ license: "Pro" }]);
  const [line = ""] = log.filter((entry) => entry.includes("event handled"));
  expect(JSON.parse(line)).toMatchObject({ eventId: "hire-1", employeeId: "E1", outcome: "created", license: "Pro" });
});

test("every record joins before the first is handled, and leaves when it is done, whatever became of it", async () => {
  const steps: string[] = [];
  const { world, invoke } = hrFunction({
    join: () => {
      steps.push(`join after ${world.calls.length} calls`);
      return () => void steps.push("leave");
    },
  });
  await invoke([sqsRecord("poison"), sqsRecord(hireBody())]);
  expect(steps).toEqual(["join after 0 calls", "join after 0 calls", "leave", "leave"]);
});

describe("one bad record among good ones", () => {
  test.each([
    ["no body", undefined, "MalformedBody"],
    ["an empty body", "", "MalformedBody"],
    ["no JSON", "ana@example.com", "MalformedBody"],
    ["JSON that is no event", { hello: "Ana Diaz" }, "InvalidEvent"],
    ["300 KB", { pad: "Ana Diaz ".repeat(35_000) }, "BodyTooLarge"],
    ["nesting 5,000 deep", "[".repeat(5000), "BodyTooDeep"],
    ["an unknown type", hireBody({}, { type: "hr.employee.fired.v1" }), "UnknownEventType"],
    ["an unknown version", hireBody({}, { type: "hr.employee.hired.v2" }), "UnknownEventVersion"],
    ["no email", hireBody({ email: undefined }), "InvalidEvent"],
    ["an email without a dot", hireBody({ email: "ana@example" }), "InvalidEvent"],
    ["lone surrogates", hireBody({ displayName: "Ana \ud800" }), "InvalidEvent"],
    ["an effectiveAt that is no date", hireBody({ effectiveAt: "Ana" }), "InvalidEvent"],
    ["an effectiveAt in the future", hireBody({ effectiveAt: "2099-01-01T00:00:00Z" }), "NotYetEffective"],
    ["a type of another queue", hireBody({}, { type: ROLE_CHANGED }), "WrongQueue"],
  ])("with %s is dead-lettered alone, at once, body unchanged", async (_, body, code) => {
    const { world, invoke, deadLetters, hidden, log } = hrFunction();
    const bad = sqsRecord(body);
    const good = sqsRecord(hireBody({ employeeId: "E2", email: "ben@example.com" }, { id: "hire-2" }));
    expect(await invoke([bad, good])).toEqual(NONE_FAILED);
    expect(deadLetters).toMatchObject([
      { body: bad.body, reason: { code, attempts: 1, sourceQueue: "hires", replays: 0 } },
    ]);
    expect(hidden).toEqual([]);
    expect(world.records.has("E2")).toBe(true);
    expect(log.join("\n") + JSON.stringify(deadLetters.map(({ reason }) => reason))).not.toMatch(/ana@|Ana|ben@/);
  });
});

test("members named __proto__ change nothing but are accepted around them", async () => {
  const { world, invoke } = hrFunction();
  const body = JSON.stringify(hireBody()).replace(
    '"data":{',
    '"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},',
  );
  expect(await invoke([sqsRecord(body)])).toEqual(NONE_FAILED);
  expect(world.records.get("E1")?.facts).not.toHaveProperty("polluted");
});

test("an empty batch, and an event without records, are answered", async () => {
  const { invoke } = hrFunction();
  expect(await invoke([])).toEqual(NONE_FAILED);
  const { invoke: invokeWith } = hrFunction();
  expect(await invokeWith(undefined as unknown as unknown[])).toEqual(NONE_FAILED);
});

describe("a transient failure", () => {
  test.each([
    [1, 15],
    [2, 30],
  ])("at receive %d hides the record for %d s and reports it", async (receiveCount, seconds) => {
    const { invoke, hidden, deadLetters } = hrFunction({ ports: failing("DirectoryThrottled") });
    const record = sqsRecord(hireBody(), receiveCount);
    expect(await invoke([record])).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
    expect(hidden).toEqual([[record.receiptHandle, seconds]]);
    expect(deadLetters).toEqual([]);
  });

  test("at the last receive is dead-lettered with its reason and acknowledged", async () => {
    const { invoke, deadLetters } = hrFunction({ ports: failing("DirectoryThrottled") });
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

  test("whose backoff cannot be set is reported all the same", async () => {
    const hide = () => Promise.reject(new Error("ana@example.com"));
    const { invoke, log } = hrFunction({ ports: failing("DirectoryThrottled"), hide });
    const record = sqsRecord(hireBody());
    expect((await invoke([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }]);
    expect(log.join()).toContain("ChangeMessageVisibility failed");
    expect(log.join()).not.toContain("ana@");
  });

  test("of every record fails every record, without a throw", async () => {
    const { invoke } = hrFunction({ ports: failing("DirectoryThrottled") });
    const records = Array.from({ length: 10 }, (_, index) => sqsRecord(hireBody({ employeeId: `E${index}` })));
    expect((await invoke(records)).batchItemFailures).toHaveLength(10);
  });
});

test("an error that nobody foresaw is transient and its words stay out of the log", async () => {
  const { ports } = inMemoryWorld();
  const decideLicense = () => {
    throw new RangeError("ana@example.com");
  };
  const { invoke, log } = hrFunction({ ports: { ...ports, decideLicense } });
  expect((await invoke([sqsRecord(hireBody())])).batchItemFailures).toHaveLength(1);
  expect(log.join()).toContain("an unexpected RangeError");
  expect(log.join()).not.toContain("ana@");
});

test("a dead letter that cannot be sent leaves the record to SQS's redrive policy", async () => {
  const deadLetter = () => Promise.reject(new Error("queue gone"));
  const { invoke } = hrFunction({ deadLetter });
  const record = sqsRecord("no JSON");
  expect((await invoke([record])).batchItemFailures).toEqual([{ itemIdentifier: record.messageId }]);
});

test.each([
  ['{"replays":2}', 2],
  ['{"replays":"2"}', 0],
  ['{"replays":-1}', 0],
  ["damaged {", 0],
])("a letter replayed before, as %s says, keeps count: %d", async (stringValue, replays) => {
  const { invoke, deadLetters } = hrFunction();
  await invoke([sqsRecord("no JSON", 1, { deadLetter: { dataType: "String", stringValue } })]);
  expect(deadLetters).toMatchObject([{ reason: { replays } }]);
});

test("counts what happened", async () => {
  const { invoke, log } = hrFunction();
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
