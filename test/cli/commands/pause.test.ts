import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type PauseOptions, pause as pauseStage, resume as resumeStage } from "../../../cli/commands/pause.ts";
import { status } from "../../../cli/commands/status.ts";
import { useDeadLetterQueues } from "../../support/dead-letter-queues.ts";
import { startScriptedLambda } from "../../support/scripted-lambda.ts";
import { startSeatkeeper } from "../../support/seatkeeper-process.ts";

const queues = useDeadLetterQueues();
let lambda: Awaited<ReturnType<typeof startScriptedLambda>>;
beforeEach(async () => {
  lambda = await startScriptedLambda();
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint);
});
afterEach(() => lambda.close());

/** Nobody waits for a Lambda that is scripted. */
const pause = (options: PauseOptions) => pauseStage(options, async () => {});
const resume = (options: PauseOptions) => resumeStage(options, async () => {});
const local = { stage: "local" };
const firstLine = ({ text }: { readonly text: string }) => text.split("\n")[0];

test("says what is paused, what the queues hold and for how long they keep it", async () => {
  const { text, complete } = await pause(local);
  expect(text).toMatch(/^PAUSED since 2026-06-01T12:00:00\.000Z /);
  expect(text).toMatch(/seatkeeper-local-employeeLeft +│ queue-of-employeeLeft +│ Disabled/);
  expect(text).toMatch(
    /0 messages waiting, 0 in flight\.[\s\S]*keep a message for 4 days: one that arrives now is lost after 20/,
  );
  expect(complete).toBe(true);
});

test("resume says that the stage runs", async () => {
  await pause(local);
  expect(firstLine(await resume(local))).toBe("The stage local runs: its functions take messages.");
});

test("--json has the state, each mapping, and what failed", async () => {
  lambda.refusals.set("roleChanged", [{ error: "AccessDeniedException", status: 403 }]);
  const { text, complete, problem } = await pause({ ...local, json: true });
  expect(JSON.parse(text)).toMatchObject({
    stage: "local",
    state: "half paused",
    mappings: [{ state: "Disabled" }, { state: "Enabled" }, { state: "Disabled" }],
    failures: [{ functionName: "seatkeeper-local-roleChanged", reason: "AccessDeniedException: scripted" }],
    queues: { depth: { waiting: 0, inFlight: 0 } },
  });
  expect({ complete, problem }).toMatchObject({ complete: false, problem: expect.stringContaining("roleChanged") });
});

test("a stage is paused even if SQS does not say what its queues hold", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
  const { text, complete } = await pause(local);
  expect(text).toContain("SQS does not say what the queues hold.");
  expect(complete).toBe(true);
});

test("prod asks, and nothing is done if nobody can be asked", async () => {
  await expect(pause({ stage: "prod" })).rejects.toThrow("give --yes");
  await expect(resume({ stage: "prod" })).rejects.toThrow("give --yes");
  expect(lambda.updates).toEqual([]);
});

test("a Lambda that is not there is told", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1");
  await expect(pause(local)).rejects.toThrow(
    "AWS_ENDPOINT_URL_LAMBDA is http://127.0.0.1:1, and the stack is not there",
  );
});

test("a Lambda that goes away in the middle is told, with what was last seen and what to do", async () => {
  const { text, complete, problem } = await pauseStage(local, () => lambda.close());
  expect(text).toMatch(/seatkeeper-local-employeeLeft +│ queue-of-employeeLeft +│ Enabled/);
  expect(complete).toBe(false);
  expect(problem).toMatch(
    /the stack is not there.*last seen; `seatkeeper status .*, or run `seatkeeper pause .* again/,
  );
});

test("the queues of another stack are not paused by the Lambda of npm run dev", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", undefined);
  await expect(pause(local)).rejects.toThrow("AWS_ENDPOINT_URL_SQS is set: set AWS_ENDPOINT_URL_LAMBDA, too");
});

test.each([
  ["paused", ["Disabled", "Disabled", "Disabled"], /^PAUSED since 2026-06-01T12:00:00\.000Z \(/],
  ["half paused", ["Disabled", "Enabled", "Disabled"], /^HALF PAUSED: .*roleChanged is Enabled/],
])("status says in its first line that a stage is %s", async (state, [hired, changed, left], line) => {
  lambda.states
    .set("employeeHired", hired ?? "")
    .set("roleChanged", changed ?? "")
    .set("employeeLeft", left ?? "");
  expect(firstLine(await status(local))).toMatch(line);
  const { text } = await status({ ...local, json: true });
  expect(JSON.parse(text)).toMatchObject({ flow: { state, mappings: [{ state: hired }, { state: changed }, {}] } });
});

test("status says nothing of it if the stage runs", async () => {
  expect(firstLine(await status(local))).toBe("Stage local");
});

test("status shows the rest if it may not ask Lambda", async () => {
  lambda.listing.refusal = { error: "AccessDeniedException", status: 403 };
  const { text, complete } = await status(local);
  expect(text).toMatch(
    /^It is not known whether the stage is paused: AWS returned AccessDeniedException[\s\S]*Stage local/,
  );
  expect(complete).toBe(true);
});

test("Ctrl-C ends the wait, and says that AWS goes on", async () => {
  lambda.refusals.set("employeeLeft", Array(1000).fill({ error: "ResourceInUseException", status: 400 }));
  const environment = { AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint, AWS_ENDPOINT_URL_SQS: queues().endpoint };
  const { child, exited } = startSeatkeeper(["pause", "--stage", "local"], environment);
  await expect.poll(() => lambda.updates).toContain("employeeLeft off");
  child.kill("SIGINT");
  const { code, stdout, stderr } = await exited;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^HALF PAUSED: /);
  expect(stderr).toContain("Interrupted: AWS goes on with what the table shows as under way");
});
