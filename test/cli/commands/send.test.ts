import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { send } from "../../../cli/commands/send.ts";
import { TIMEOUTS } from "../../../cli/stage.ts";
import { hireBody, leaveBody } from "../../support/event-bodies.ts";
import { startSeatkeeper } from "../../support/seatkeeper-process.ts";
import { useSqs } from "../../support/use-sqs.ts";

const directory = mkdtempSync(join(tmpdir(), "send-"));
afterAll(() => rmSync(directory, { recursive: true }));
const sqs = useSqs();

const fileOf = (...lines: readonly (object | string)[]): string => {
  const file = join(directory, "events.jsonl");
  writeFileSync(file, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return file;
};
const hires = (count: number) =>
  Array.from({ length: count }, (_, index) => hireBody({ employeeId: `E${index}` }, { id: `hire-${index}` }));
const bad = hireBody({ email: "none" });
const isSend = ({ action }: { readonly action: string }) => action === "SendMessageBatch";
const local = { stage: "local" };

test("sends every event, and counts them by queue", async () => {
  const { text, complete, problem } = await send([fileOf(...hires(12), leaveBody())], local);
  expect(text).toBe("13 of 13 events sent to the stage local: 12 to employee-hired, 1 to employee-left");
  expect({ complete, problem }).toEqual({ complete: true, problem: undefined });
});

test("sends nothing if one event is invalid, and names each with file, line, column and code", async () => {
  const file = fileOf(...hires(3), bad, "no JSON");
  const { text, complete, problem } = await send([file], local);
  expect(text.split("\n")).toEqual([
    expect.stringMatching(new RegExp(`^  ${file}:4:\\d+: InvalidEvent: data.email: expected an email address`)),
    `  ${file}:5:2: MalformedBody: this is not JSON`,
  ]);
  expect({ complete, problem }).toEqual({
    complete: false,
    problem: expect.stringMatching(/^Nothing was sent: 2 of 5 events are invalid\..*--skip-invalid\.$/),
  });
  expect(sqs().requests.filter(isSend)).toEqual([]);
});

test("--skip-invalid sends the others, and says which were left out", async () => {
  const { text, complete } = await send([fileOf(...hires(3), bad, "no JSON", leaveBody())], {
    ...local,
    skipInvalid: true,
  });
  expect(text).toMatch(
    /^4 of 6 events sent .*\n2 events left out, because they are invalid:\n.*:4:\d+: .*\n.*:5:2: .*$/,
  );
  expect(complete).toBe(true);
  expect(await sqs().depth("employee-hired")).toBe(3);
});

test("--send-invalid sends what is invalid, too", async () => {
  const { text } = await send([fileOf(...hires(1), "no JSON")], { ...local, sendInvalid: true });
  expect(text).toBe("2 of 2 events sent to the stage local: 2 to employee-hired");
});

test("--json prints the whole account, also if nothing was sent", async () => {
  const file = fileOf(...hires(1), bad);
  const { text } = await send([file], { ...local, json: true });
  expect(JSON.parse(text)).toEqual({
    stage: "local",
    total: 2,
    sent: 0,
    byQueue: { "employee-hired": 0, "role-changed": 0, "employee-left": 0 },
    invalid: [{ file, line: 2, column: expect.any(Number), code: "InvalidEvent", reason: expect.any(String) }],
    refused: [],
    unconfirmed: 0,
    notSent: 1,
    interrupted: false,
  });
});

test("an event that SQS refuses makes the command fail, and is named", async () => {
  sqs().intercept = async (request, forward) => {
    if (!isSend(request)) return forward();
    const entries = request.body["Entries"] as { Id: string }[];
    const Failed = entries.map(({ Id }) => ({ Id, SenderFault: true, Code: "InvalidMessageContents" }));
    return { status: 200, text: JSON.stringify({ Failed }) };
  };
  const { text, complete, problem } = await send([fileOf(...hires(1))], local);
  expect(text).toMatch(
    /^0 of 1 event sent to the stage local\n1 event refused by SQS:\n {2}.*:1: InvalidMessageContents$/,
  );
  expect({ complete, problem }).toMatchObject({ complete: false, problem: expect.stringContaining("refused 1 event") });
});

test("a stage that stops responding is told, with what was sent and that sending again is harmless", async () => {
  let requests = 0;
  sqs().intercept = async (request, forward) => {
    if (isSend(request)) requests += 1;
    return requests > 1 ? "hang up" : forward();
  };
  const { text, complete, problem } = await send([fileOf(...hires(100))], local);
  expect(text).toMatch(/^10 of 100 events sent[\s\S]*\d+ events may have been sent: SQS did not respond/);
  expect(complete).toBe(false);
  expect(problem).toMatch(
    /the stack is not there[\s\S]*10 of 100 events sent to the stage local\. Sending the same files again is harmless/,
  );
});

test("so is one that takes the events and says nothing", async () => {
  const { requestTimeout } = TIMEOUTS;
  onTestFinished(() => void Object.assign(TIMEOUTS, { requestTimeout }));
  TIMEOUTS.requestTimeout = 300;
  sqs().intercept = (request, forward) => (isSend(request) ? new Promise(() => {}) : forward());
  const { text, complete, problem } = await send([fileOf(...hires(100))], local);
  expect(text).toMatch(/^0 of 100 events sent[\s\S]*\d+ events may have been sent: SQS did not respond/);
  expect({ complete, problem }).toMatchObject({ complete: false, problem: expect.stringContaining("is harmless") });
});

test("prod asks, and nothing is sent if nobody can be asked", async () => {
  await expect(send([fileOf(...hires(1))], { stage: "prod" })).rejects.toThrow("give --yes");
});

const start = (...args: readonly string[]) =>
  startSeatkeeper(["send", ...args, "--stage", "local"], { AWS_ENDPOINT_URL_SQS: sqs().endpoint });

test("Ctrl-C in the middle says how many were sent; sending again sends all", async () => {
  let [requests, interrupt] = [0, () => {}];
  const reached = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  const freed: (() => void)[] = [];
  sqs().intercept = async (request, forward) => {
    if (!isSend(request)) return forward();
    requests += 1;
    if (requests === 5) interrupt();
    if (requests >= 5) await new Promise<void>((resolve) => freed.push(resolve));
    return forward();
  };
  const file = fileOf(...hires(500));
  const { child, exited } = start(file);
  await reached;
  child.kill("SIGINT");
  await new Promise<void>((resolve) =>
    child.stderr.on("data", (text) => String(text).includes("Stopping") && resolve()),
  );
  sqs().intercept = (_, forward) => forward();
  for (const free of freed) free();
  const { code, stdout, stderr } = await exited;
  expect(code).toBe(1);
  const [, sent] = /^(\d+) of 500 events sent to the stage local/.exec(stdout) ?? [];
  expect(Number(sent)).toBeGreaterThan(0);
  expect(Number(sent)).toBeLessThan(500);
  expect(stdout).toContain(`${500 - Number(sent)} events not sent`);
  expect(stderr).toMatch(
    /Interrupted\.\n\d+ of 500 events sent to the stage local\. Sending the same files again is harmless/,
  );
  expect(await sqs().depth("employee-hired")).toBe(Number(sent));
  expect(await start(file).exited).toMatchObject({ code: 0, stdout: expect.stringMatching(/^500 of 500 events sent/) });
});

test("a kill in the middle leaves whole events only, and sending again sends all", async () => {
  let requests = 0;
  let killed = () => {};
  const reached = new Promise<void>((resolve) => {
    killed = resolve;
  });
  sqs().intercept = async (request, forward) => {
    if (isSend(request)) requests += 1;
    if (requests === 5) killed();
    return forward();
  };
  const file = fileOf(...hires(500));
  const { child, exited } = start(file);
  await reached;
  child.kill("SIGKILL");
  await exited;
  const bodies = (await sqs().receiveAll("employee-hired")).map(({ Body = "" }) => JSON.parse(Body));
  for (const body of bodies) expect(body).toEqual(hires(500).find(({ id }) => id === body.id));
  expect(await start(file).exited).toMatchObject({ code: 0, stdout: expect.stringMatching(/^500 of 500 events sent/) });
});

test.each([
  ["a missing file", ["missing.jsonl"], "missing.jsonl: there is no such file"],
  ["a folder", [directory], "this is a folder; name the files in it"],
  ["two ways with what is invalid", ["f", "--skip-invalid", "--send-invalid"], "cannot be used with option"],
  ["no file", [], "missing required argument 'files'"],
])("%s is wrong use", async (_, args, message) => {
  expect(await start(...args).exited).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

test("a stage that is not there is told", async () => {
  const file = fileOf(...hires(1));
  const environment = { AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:1" };
  const { code, stderr } = await startSeatkeeper(["send", file, "--stage", "local"], environment).exited;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("the stack is not there") });
});
