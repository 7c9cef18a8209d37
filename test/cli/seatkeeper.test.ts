import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { deadLetterQueues, deadLetters } from "../support/dead-letter-queues.ts";
import { type Exit, inShell, startSeatkeeper } from "../support/seatkeeper-process.ts";
import type { Intercept, SqsResponse } from "../support/sqs-proxy.ts";

const directory = mkdtempSync(join(tmpdir(), "seatkeeper-"));
afterAll(() => rmSync(directory, { recursive: true }));

let queues: Awaited<ReturnType<typeof deadLetterQueues>> | undefined;
afterEach(async () => {
  await queues?.close();
  queues = undefined;
});
const start = async (count: number, intercept?: Intercept) => {
  queues = await deadLetterQueues(intercept);
  await queues.put("employee-hired-dlq", deadLetters(count));
  return queues;
};
const environment = () => ({ AWS_ENDPOINT_URL_SQS: queues?.endpoint ?? "http://127.0.0.1:1" });
const run = (...args: string[]): Promise<Exit> => startSeatkeeper(args, environment()).exited;
const local = ["--stage", "local"];

describe("exit codes", () => {
  test.each([
    ["the whole", ["--help"], "Commands:"],
    ["nothing", [], "Commands:"],
    ["a noun alone", ["dlq"], "list them, most frequent code first"],
    ["status", ["status", "--help"], "--stage <stage>"],
    ["dlq", ["dlq", "--help"], "list them, most frequent code first"],
    ...["list", "show", "replay", "export", "discard"].map(
      (name) => [`dlq ${name}`, ["dlq", name, "--help"], "--stage <stage>"] as const,
    ),
    ["dlq list, by help", ["help", "dlq", "list"], "--stage <stage>"],
    ["the whole, by help", ["help"], "Commands:"],
    ["employee", ["employee", "--help"], "hand an account to another employee"],
    ["directory", ["directory", "--help"], "create, change and deactivate one test user"],
  ] as const)("--help of %s is 0", async (_, args, text) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(text);
  });

  test.each([
    ["an unknown command", ["dql"], "error: unknown command 'dql'\n(Did you mean dlq?)"],
    ["an unknown option", ["dlq", "list", ...local, "--cod", "x"], "unknown option '--cod'\n(Did you mean --code?)"],
    ["an unknown verb with --help", ["dlq", "lst", "--help"], "error: unknown command 'lst'\n(Did you mean list?)"],
    ["help of an unknown command", ["help", "stauts"], "error: unknown command 'stauts'\n(Did you mean status?)"],
    ["a misspelled stage option", ["status", "--stge", "dev"], "unknown option '--stge'\n(Did you mean --stage?)"],
    ["a region of the stage local", ["status", ...local, "--region", "eu-west-1"], "leave --region out"],
    [
      "a region that is none",
      ["status", "--stage", "dev", "--region", "Europe"],
      "Expected an AWS region such as us-east-1",
    ],
    ["no stage", ["dlq", "list"], "required option '-s, --stage <stage>' not specified"],
    ["no reason", ["dlq", "discard", ...local], "required option '--reason <text>' not specified"],
    [
      "a blank reason",
      ["dlq", "discard", ...local, "--reason", " "],
      "option '--reason <text>' argument ' ' is invalid. Expected text that is not blank",
    ],
    ["a blank file", ["dlq", "discard", ...local, "--reason", "r", "--file", ""], "Expected text that is not blank"],
    ["a blank ID", ["dlq", "show", "", ...local], "command-argument value '' is invalid for argument 'id'"],
    ["a blank export file", ["dlq", "export", " ", ...local], "Expected text that is not blank"],
    [
      "a code in small letters",
      ["dlq", "list", ...local, "--code", "invalidevent"],
      "There is no such failure code. Did you mean InvalidEvent?",
    ],
    [
      "a period that ends before it begins",
      ["dlq", "list", ...local, "--since", "2026-03-02", "--until", "2026-03-01"],
      "--since 2026-03-02T00:00:00.000Z is later than --until 2026-03-01T00:00:00.000Z",
    ],
    [
      "a bad date",
      ["dlq", "list", ...local, "--since", "today"],
      "option '--since <time>' argument 'today' is invalid. Expected a date",
    ],
    [
      "a rate of 0",
      ["dlq", "replay", ...local, "--rate", "0"],
      "option '--rate <count>' argument '0' is invalid. Expected a number above 0",
    ],
    ["an ID that is none", ["employee", "show", "Ana Diaz", ...local], "Expected 1 to 64 letters"],
    ["a probe of nobody", ["directory", "probe", ...local], "required option '--email <address>' not specified"],
    [
      "a probe of no address",
      ["directory", "probe", ...local, "--email", "ana"],
      "argument 'ana' is invalid. Expected an email address such as name@example.com",
    ],
    ["a transfer to nobody", ["employee", "transfer", "E1", ...local], "missing required argument 'new'"],
  ])("%s is 2", async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test.each([
    ["an unknown dead letter", ["dlq", "show", "nobody", ...local], "There is no dead letter nobody"],
    [
      "a folder that does not exist",
      ["dlq", "export", "/nowhere/x.jsonl", ...local],
      "/nowhere/x.jsonl cannot be written",
    ],
    ["a folder that cannot be written", ["dlq", "export", "/dev/null/x", ...local], "choose a folder that exists"],
  ])("%s is 1", async (_, args, message) => {
    await start(1);
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a filter that matches nothing is 0, and the output says so", async () => {
    await start(1);
    const { code, stdout } = await run("dlq", "replay", ...local, "--code", "Unexpected", "--execute");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        "seatkeeper-local-employee-hired: no dead letter matches",
        "seatkeeper-local-role-changed: no dead letter matches",
        "seatkeeper-local-employee-left: no dead letter matches\n",
      ].join("\n"),
    });
  });
});

test("--version is that of package.json", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  expect(await run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

describe("if AWS cannot be reached", () => {
  test("no credentials", async () => {
    const env = { HOME: directory, AWS_EC2_METADATA_DISABLED: "true" };
    const { code, stdout, stderr } = await startSeatkeeper(["dlq", "list", "--stage", "dev"], env).exited;
    const message = "error: No AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`\n";
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: message });
  });

  test("no local stack where AWS_ENDPOINT_URL_SQS points", async () => {
    const { code, stderr } = await run("dlq", "list", ...local);
    expect(stderr).toMatch(/^error: AWS_ENDPOINT_URL_SQS is \S+, and the stack is not there: /);
    expect(code).toBe(1);
  });
});

describe("an endpoint that is no SQS is one line", () => {
  const keys = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
  const listIn = (stage: string, endpoint: string) =>
    startSeatkeeper(["dlq", "list", "--stage", stage], { ...keys, AWS_ENDPOINT_URL: endpoint }).exited;

  test.each([
    ["a port that nobody listens on", "http://127.0.0.1:1", "AWS cannot be reached (connect ECONNREFUSED 127.0.0.1:1)"],
    ["a host that does not exist", "http://sqs.invalid", "AWS cannot be reached (getaddrinfo "],
    ["not a URL", "sqs", "The endpoint is not a URL: correct AWS_ENDPOINT_URL"],
  ])("%s", async (_, endpoint, message) => {
    const { code, stdout, stderr } = await listIn("dev", endpoint);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.startsWith(`error: ${message}`)).toBe(true);
    expect(stderr.split("\n")).toHaveLength(2);
  });

  test("a web server, or one that closes the connection", async () => {
    const html: SqsResponse = { status: 404, text: "<html>" };
    await start(0, async ({ action }) => (action === "GetQueueUrl" ? html : "hang up"));
    expect(await listIn("dev", queues?.endpoint ?? "")).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: The endpoint does not speak AWS's protocol (HTTP 404): correct AWS_ENDPOINT_URL\n",
    });
    await queues?.close();
    await start(0, async () => "hang up");
    const { code, stderr } = await listIn("dev", queues?.endpoint ?? "");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error: AWS cannot be reached (socket hang up): check the network and AWS_ENDPOINT_URL\n",
    });
  });
});

describe("output that cannot be written", () => {
  test.skipIf(!existsSync("/dev/full"))("is one line, and not a success", async () => {
    await start(1);
    const { code, stderr } = await inShell("seatkeeper dlq list --stage local > /dev/full", environment());
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error: The output cannot be written (ENOSPC); what the command changed stays changed\n",
    });
  });

  test.skipIf(!existsSync("/dev/full"))("on stderr changes nothing", async () => {
    const { code, stdout } = await inShell("seatkeeper dlq list 2> /dev/full", environment());
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

test.each([
  ["list", []],
  ["replay", ["--execute"]],
  ["export", [join(directory, "export.jsonl")]],
  ["discard", ["--reason", "test"]],
])("dlq %s --json prints one document and nothing else", async (name, args) => {
  await start(3);
  const { code, stdout, stderr } = await run("dlq", name, ...args, ...local, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toBeTypeOf("object");
});

test("prints colors only to a terminal", async () => {
  await start(1);
  const { stdout } = await run("dlq", "list", ...local);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for the escape
  expect(stdout).not.toMatch(/\x1b\[/);
});

test("exits without an error if the reader closes the pipe", async () => {
  await start(300);
  const { code, stdout, stderr } = await inShell(
    "seatkeeper dlq list --stage local --limit 300 --json | head -1",
    environment(),
  );
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "{\n", stderr: "" });
});

describe("Ctrl-C", () => {
  /** Sends SIGINT to the process when the n-th request of an action arrives. */
  const interruptAt = (action: string, n: number) => {
    let seen = 0;
    let interrupt = async () => {};
    const intercept: Intercept = async (request, forward) => {
      if (request.action === action && ++seen === n) await interrupt();
      return forward();
    };
    const runInterrupted = (...args: string[]): Promise<Exit> => {
      const { child, exited } = startSeatkeeper(args, environment());
      // A signal may arrive late: the process reports when it has received it.
      interrupt = async () => {
        child.kill("SIGINT");
        await once(child.stderr, "data");
      };
      return exited;
    };
    return { intercept, runInterrupted };
  };

  test("ends a list, and releases every dead letter", async () => {
    const { intercept, runInterrupted } = interruptAt("ReceiveMessage", 4);
    const { receiveAll } = await start(100, intercept);
    const { code, stderr } = await runInterrupted("dlq", "list", ...local, "--queue", "employee-hired");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Stopping after this batch.*\nerror: Interrupted: there may be more dead letters than these\n$/,
    );
    const counts = [];
    for (let batch = 0; batch < 10; batch += 1) counts.push((await receiveAll("employee-hired-dlq")).length);
    expect(counts).toEqual(Array(10).fill(10));
  });

  test("leaves no export file, however early it arrives", async () => {
    const { intercept, runInterrupted } = interruptAt("GetQueueUrl", 1);
    await start(3, intercept);
    const file = join(directory, "interrupted.jsonl");
    const { code, stderr } = await runInterrupted("dlq", "export", file, ...local);
    expect(code).toBe(1);
    expect(stderr).toContain("Interrupted: no file was written");
    expect(existsSync(file)).toBe(false);
  });

  test("stops a replay between two batches, and reports exactly what it did", async () => {
    const { intercept, runInterrupted } = interruptAt("SendMessageBatch", 3);
    const { depth, receiveAll } = await start(100, intercept);
    const { code, stdout, stderr } = await runInterrupted("dlq", "replay", ...local, "--execute");
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: "seatkeeper-local-employee-hired: 30 dead letters replayed\n",
    });
    expect(stderr).toContain(
      "Interrupted.\nWhat is not counted above was not touched and is still in the dead-letter queue.",
    );
    expect(await depth("employee-hired")).toBe(30);
    expect(await depth("employee-hired-dlq")).toBe(70);
    expect(await receiveAll("employee-hired-dlq")).toHaveLength(10);
  });

  test("does not wait for a slow rate", async () => {
    const { intercept, runInterrupted } = interruptAt("DeleteMessageBatch", 1);
    const { depth } = await start(30, intercept);
    const { code } = await runInterrupted("dlq", "replay", ...local, "--execute", "--rate", "0.01");
    expect(code).toBe(1);
    expect(await depth("employee-hired")).toBe(10);
  });
});
