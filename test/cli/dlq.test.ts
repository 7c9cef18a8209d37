import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dlqDiscard } from "../../cli/dlq-discard.ts";
import { dlqExport } from "../../cli/dlq-export.ts";
import { dlqList } from "../../cli/dlq-list.ts";
import { dlqReplay } from "../../cli/dlq-replay.ts";
import { dlqShow } from "../../cli/dlq-show.ts";
import { deadLetterQueues, letter } from "../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const PERSONAL = /ana@example\.com|Ana Diaz/;
const directory = mkdtempSync(join(tmpdir(), "dlq-"));
let queues: Awaited<ReturnType<typeof deadLetterQueues>>;

beforeEach(async () => {
  queues = await deadLetterQueues();
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await queues.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

const receiveAll = async (queue: string): Promise<readonly Message[]> => {
  const request = { QueueUrl: queues.urlOf(queue), MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
  return (await queues.client.send(new ReceiveMessageCommand(request))).Messages ?? [];
};
const visible = async (queue: string) => (await receiveAll(queue)).length;
const list = async (options: object = {}) => JSON.parse(await dlqList({ ...STAGE, json: true, ...options }));
const idOf = async (employee: string): Promise<string> => (await list({ employee })).letters[0].id;

describe("list", () => {
  test("shows what lies in both queues, most frequent code first, and consumes nothing", async () => {
    await queues.put("employee-hired-dlq", [letter("E1", { code: "InvalidEvent" })]);
    await queues.put("role-changed-dlq", [letter("E2"), letter("E3")]);
    const text = await dlqList(STAGE);
    expect(text).toMatch(/3 dead letters[\s\S]*DirectoryThrottled[\s\S]*2[\s\S]*InvalidEvent[\s\S]*1/);
    expect(text).toContain("seatkeeper-local-role-changed");
    expect(text).not.toMatch(PERSONAL);
    expect([await visible("employee-hired-dlq"), await visible("role-changed-dlq")]).toEqual([1, 2]);
  });

  test("works past ten letters, and keeps to --limit while it counts all", async () => {
    await queues.put(
      "employee-hired-dlq",
      Array.from({ length: 45 }, (_, index) => letter(`E${index}`)),
    );
    const { matching, letters } = await list({ limit: "12" });
    expect([matching, letters.length]).toEqual([45, 12]);
    expect(await dlqList({ ...STAGE, limit: "12" })).toContain("… and 33 more: --limit shows them");
  });

  test.each([
    ["code", "InvalidEvent", ["E2"]],
    ["employee", "E1", ["E1"]],
    ["type", "hired", ["E1", "E2"]],
    ["type", "role-changed", []],
    ["since", "2020-01-01", ["E1", "E2"]],
    ["since", "2099-01-01T00:00:00Z", []],
    ["until", "2020-01-01", []],
    ["queue", "role-changed", []],
  ])("--%s %s shows %j", async (option, value, employees) => {
    await queues.put("employee-hired-dlq", [letter("E1"), letter("E2", { code: "InvalidEvent" })]);
    const { letters } = await list({ [option]: value });
    expect(letters.map(({ employeeId }: { employeeId: string }) => employeeId).sort()).toEqual(employees);
  });

  test.each([
    ["without attributes", undefined, "SQS moved it after its last receive"],
    ["with a damaged reason", "{damaged", "its reason cannot be read"],
    ["with a reason that is none", '{"code":7}', "its reason cannot be read"],
  ])("a letter %s, or whose body is no JSON, is listed and replayable", async (_, deadLetter, message) => {
    const attribute = deadLetter === undefined ? {} : { deadLetter };
    await queues.put("employee-hired-dlq", [{ body: "no JSON {", ...attribute }]);
    expect((await list()).letters).toMatchObject([{ code: "MaxReceivesExceeded", message, replays: 0 }]);
    expect(await dlqReplay({ ...STAGE, execute: true })).toMatchObject({ complete: true });
    expect(await receiveAll("employee-hired")).toMatchObject([{ Body: "no JSON {" }]);
  });

  test("says so where nothing matches", async () => {
    expect(await dlqList({ ...STAGE, code: "Unexpected" })).toBe("No dead letter matches.");
  });
});

describe("show", () => {
  test("tells the letter's history, what its code means and what mends it, and masks emails and names", async () => {
    await queues.put("employee-hired-dlq", [letter("E1", { replays: 2 })]);
    const text = await dlqShow(await idOf("E1"), STAGE);
    expect(text).toContain("The directory limited our calls");
    expect(text).toMatch(/replays +2/);
    expect(text).toContain('"email": "***"');
    expect(text).not.toMatch(PERSONAL);
    expect(await dlqShow(await idOf("E1"), { ...STAGE, reveal: true })).toMatch(PERSONAL);
    expect(JSON.parse(await dlqShow(await idOf("E1"), { ...STAGE, json: true }))).toMatchObject({
      code: "DirectoryThrottled",
      body: { data: { email: "***", displayName: "***", employeeId: "E1" } },
    });
  });

  test("masks inside an SNS notification, and shows nothing of a body that is no JSON", async () => {
    const { body } = letter("E1");
    await queues.put("employee-hired-dlq", [
      { body: JSON.stringify({ Type: "Notification", Message: body }) },
      { body: "Ana Diaz <ana@example.com>" },
    ]);
    for (const { id } of (await list()).letters) expect(await dlqShow(id, STAGE)).not.toMatch(PERSONAL);
  });

  test("fails for an ID that is not there", async () => {
    await expect(dlqShow("nobody", STAGE)).rejects.toThrow("There is no dead letter nobody in the stage local");
  });
});

describe("replay", () => {
  test("is a dry run that says what would go where", async () => {
    await queues.put("employee-hired-dlq", [letter("E1"), letter("E2", { replays: 5 })]);
    const { text, complete } = await dlqReplay(STAGE);
    expect(text).toContain(
      "1 would go from seatkeeper-local-employee-hired-dlq to seatkeeper-local-employee-hired; 1 were replayed 5 times",
    );
    expect(text).toContain("Nothing was sent: --execute does it.");
    expect(complete).toBe(true);
    expect([await visible("employee-hired-dlq"), await visible("employee-hired")]).toEqual([2, 0]);
  });

  test("sends back body and attributes unchanged, one replay more, and deletes", async () => {
    await queues.put("role-changed-dlq", [letter("E1", { replays: 1 })]);
    expect((await dlqReplay({ ...STAGE, execute: true })).complete).toBe(true);
    const [message] = await receiveAll("role-changed");
    expect(message?.Body).toBe(letter("E1").body);
    expect(JSON.parse(message?.MessageAttributes?.["deadLetter"]?.StringValue ?? "")).toEqual({
      ...JSON.parse(letter("E1").deadLetter ?? ""),
      replays: 2,
    });
    expect(await queues.depth("role-changed-dlq")).toBe(0);
  });

  test("leaves alone what was replayed five times, and lists it, unless forced", async () => {
    await queues.put("employee-hired-dlq", [letter("E1", { replays: 5 })]);
    const id = await idOf("E1");
    expect((await dlqReplay({ ...STAGE, execute: true })).text).toContain(id);
    expect(await visible("employee-hired-dlq")).toBe(1);
  });

  test("--force sends it all the same", async () => {
    await queues.put("employee-hired-dlq", [letter("E1", { replays: 5 })]);
    await dlqReplay({ ...STAGE, execute: true, force: true });
    expect(await visible("employee-hired")).toBe(1);
  });

  test("takes only what the filter means and gives the others back", async () => {
    await queues.put("employee-hired-dlq", [letter("E1"), letter("E2", { code: "InvalidEvent" }), letter("E3")]);
    await dlqReplay({ ...STAGE, execute: true, code: "DirectoryThrottled", limit: "1" });
    expect(await visible("employee-hired")).toBe(1);
    expect(await visible("employee-hired-dlq")).toBe(2);
  });

  test("two at the same time send each letter once", async () => {
    await queues.put(
      "employee-hired-dlq",
      Array.from({ length: 60 }, (_, index) => letter(`E${index}`)),
    );
    await Promise.all([dlqReplay({ ...STAGE, execute: true }), dlqReplay({ ...STAGE, execute: true })]);
    expect(await queues.depth("employee-hired")).toBe(60);
    expect(await queues.depth("employee-hired-dlq")).toBe(0);
  });

  test("keeps to a rate", async () => {
    await queues.put(
      "employee-hired-dlq",
      Array.from({ length: 20 }, (_, index) => letter(`E${index}`)),
    );
    const startedAt = performance.now();
    await dlqReplay({ ...STAGE, execute: true, rate: "20", queue: "employee-hired" });
    expect(performance.now() - startedAt).toBeGreaterThan(1000);
  });

  test("on prod asks for the stage's name, and without a terminal wants --yes", async () => {
    await expect(dlqReplay({ stage: "prod", execute: true })).rejects.toThrow("give --yes where nobody can be asked");
  });
});

describe("export", () => {
  test("writes masked lines to a new file and leaves the letters", async () => {
    await queues.put("employee-hired-dlq", [letter("E1"), letter("E2")]);
    const file = join(directory, "masked.jsonl");
    expect(await dlqExport(file, STAGE)).toEqual({ text: `2 letters written to ${file}`, complete: true });
    const text = readFileSync(file, "utf8");
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).employeeId)
        .sort(),
    ).toEqual(["E1", "E2"]);
    expect(text).not.toMatch(PERSONAL);
    expect(await visible("employee-hired-dlq")).toBe(2);
  });

  test("--reveal keeps the bodies as they are", async () => {
    await queues.put("employee-hired-dlq", [letter("E1")]);
    const file = join(directory, "revealed.jsonl");
    await dlqExport(file, { ...STAGE, reveal: true });
    expect(JSON.parse(readFileSync(file, "utf8")).body).toBe(letter("E1").body);
  });

  test("refuses a file that is there and a folder that is not, before any letter is touched", async () => {
    const file = join(directory, "taken.jsonl");
    writeFileSync(file, "mine");
    await expect(dlqExport(file, STAGE)).rejects.toThrow("is there already: choose another name");
    expect(readFileSync(file, "utf8")).toBe("mine");
    await expect(dlqExport(join(directory, "no", "x.jsonl"), STAGE)).rejects.toThrow("cannot be written (ENOENT)");
  });
});

describe("discard", () => {
  test("is a dry run", async () => {
    await queues.put("employee-hired-dlq", [letter("E1")]);
    expect((await dlqDiscard({ ...STAGE, reason: "test" })).text).toContain("Nothing was discarded");
    expect(await visible("employee-hired-dlq")).toBe(1);
  });

  test("writes each letter whole, with the reason, before it deletes it", async () => {
    await queues.put("employee-hired-dlq", [letter("E1"), letter("E2", { code: "InvalidEvent" })]);
    const file = join(directory, "discarded.jsonl");
    const options = { ...STAGE, reason: "sent twice", execute: true, file, code: "InvalidEvent" };
    expect(await dlqDiscard(options)).toEqual({
      text: `1 of 1 letters discarded; all are kept in ${file}`,
      complete: true,
    });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      reason: "sent twice",
      employeeId: "E2",
      body: letter("E2").body,
    });
    expect((await list()).letters).toMatchObject([{ employeeId: "E1" }]);
  });

  test("leaves no file where nothing matches", async () => {
    const file = join(directory, "none.jsonl");
    expect((await dlqDiscard({ ...STAGE, reason: "r", execute: true, file })).text).toBe("No dead letter matches.");
    expect(existsSync(file)).toBe(false);
  });
});

describe("bad input", () => {
  test.each([
    [{ stage: "Prod!" }, "--stage Prod!: expected a stage's name"],
    [{ ...STAGE, queue: "hires" }, "--queue hires: expected employee-hired or role-changed"],
    [{ ...STAGE, type: "fired" }, "--type fired: expected hired or role-changed"],
    [{ ...STAGE, since: "yesterday" }, "--since yesterday: expected a date"],
    [{ ...STAGE, until: "2026-02-30x" }, "--until 2026-02-30x: expected a date"],
    [{ ...STAGE, limit: "0" }, "--limit 0: expected a whole number of 1 or more"],
    [{ ...STAGE, limit: "1.5" }, "--limit 1.5: expected a whole number of 1 or more"],
  ])("%j is named", async (options, message) => {
    await expect(dlqList(options)).rejects.toThrow(message);
  });

  test("--rate 0 is named", async () => {
    await expect(dlqReplay({ ...STAGE, rate: "0" })).rejects.toThrow("--rate 0: expected a number above 0");
  });

  test("a stage without queues says so", async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
    await expect(dlqList({ stage: "nowhere" })).rejects.toThrow(
      'There is no queue seatkeeper-nowhere-employee-hired in this account and region: is the stage "nowhere" deployed here?',
    );
  });
});
