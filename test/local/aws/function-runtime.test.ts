import { afterEach, describe, expect, test } from "vitest";
import { type FunctionRuntime, functionRuntime } from "../../../local/aws/function-runtime.ts";
import { moduleUrl } from "../../support/packaged.ts";

let runtime: FunctionRuntime | undefined;
afterEach(() => runtime?.close());

const start = (source: string, options: { timeout?: number; environment?: Record<string, string> } = {}) => {
  const lines: string[] = [];
  runtime = functionRuntime({
    name: "fn",
    bundle: moduleUrl(source),
    handlerName: "handler",
    memory: 128,
    timeout: options.timeout ?? 5,
    environment: options.environment ?? {},
    onLog: (line) => lines.push(line),
  });
  return { ...runtime, lines };
};
const COUNTING = "let count = 0; export const handler = async () => ++count;";

test("keeps an environment warm from one invocation to the next", async () => {
  const { invoke } = start(COUNTING);
  expect([await invoke({}), await invoke({})]).toMatchObject([{ payload: "1" }, { payload: "2" }]);
});

test("runs concurrent invocations in separate environments", async () => {
  const { invoke } = start(COUNTING);
  expect(await Promise.all([invoke({}), invoke({}), invoke({})])).toMatchObject(Array(3).fill({ payload: "1" }));
});

test("passes payload and context as Lambda does", async () => {
  const { invoke } = start(
    "export const handler = async (event, context) => ({ event, name: context.functionName, left: context.getRemainingTimeInMillis() <= 5000 });",
  );
  const result = await invoke({ when: new Date(0), nothing: undefined });
  expect(result.succeeded && JSON.parse(result.payload)).toEqual({
    event: { when: "1970-01-01T00:00:00.000Z" },
    name: "fn",
    left: true,
  });
});

test("gives the function only its own environment variables", async () => {
  const { invoke } = start("export const handler = async () => Object.keys(process.env);", {
    environment: { MINE: "1" },
  });
  expect(await invoke({})).toMatchObject({ payload: '["MINE"]' });
});

test("collects the function's output line by line", async () => {
  const { invoke, lines } = start('export const handler = async () => { console.log("a\\nb"); console.error("c"); };');
  await invoke({});
  await expect.poll(() => [...lines].sort()).toEqual(["a", "b", "c"]);
});

describe("an invocation fails", () => {
  test("with the error's type if the handler throws, and the environment stays warm", async () => {
    const { invoke } = start(
      'let count = 0; export const handler = async () => { count += 1; if (count === 1) throw new RangeError("no"); return count; };',
    );
    expect(await invoke({})).toEqual({ succeeded: false, errorType: "RangeError", errorMessage: "no" });
    expect(await invoke({})).toMatchObject({ payload: "2" });
  });

  test("at its time-out, which kills the environment even in a busy loop", async () => {
    const { invoke } = start(
      "let count = 0; export const handler = async (event) => { count += 1; while (event.hang); return count; };",
      { timeout: 2 },
    );
    await invoke({});
    expect(await invoke({ hang: true })).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(await invoke({})).toMatchObject({ payload: "1" });
  });

  test.each([
    ["exits", "export const handler = async () => process.exit(3);"],
    [
      "throws an uncaught error",
      "export const handler = () => new Promise(() => setImmediate(() => { throw new Error(); }));",
    ],
    ["cannot be loaded", 'import "./missing.mjs";'],
  ])("with Runtime.ExitError if the function %s", async (_, source) => {
    expect(await start(source).invoke({})).toMatchObject({ errorType: "Runtime.ExitError" });
  });

  test("with Runtime.ExitError if the environment is killed in the middle", async () => {
    const { invoke, killBusy } = start("export const handler = () => new Promise((end) => setTimeout(end, 10000));");
    expect(killBusy()).toBe(false);
    const result = invoke({});
    await expect.poll(killBusy).toBe(true);
    expect(await result).toMatchObject({ errorType: "Runtime.ExitError" });
  });
});

test("reports the time on the CPU of an idle environment, and none of a busy one's", async () => {
  const { invoke, cpuSeconds } = start(
    "export const handler = async (ms) => { const end = performance.now() + ms; while (performance.now() < end); };",
  );
  await invoke(0);
  const [before = 0] = await cpuSeconds();
  const working = invoke(200);
  expect(await cpuSeconds()).toEqual([]);
  await working;
  const [after = 0] = await cpuSeconds();
  expect(after).toBeGreaterThan(before);
});

test("reports the live heap, without garbage", async () => {
  const { invoke, liveHeaps } = start(
    "const kept = []; export const handler = async (keep) => { const big = Array(1e6).fill(0.5); if (keep) kept.push(big); };",
  );
  await invoke(false);
  const [before = 0] = await liveHeaps();
  await invoke(false);
  const [afterGarbage = 0] = await liveHeaps();
  await invoke(true);
  const [afterLeak = 0] = await liveHeaps();
  expect(afterGarbage - before).toBeLessThan(4e6);
  expect(afterLeak - before).toBeGreaterThan(7e6);
});
