import { afterEach, beforeEach, expect, test } from "vitest";
import { switchFlow } from "../../../cli/pausing/switch-flow.ts";
import { startScriptedLambda } from "../../support/scripted-lambda.ts";

let lambda: Awaited<ReturnType<typeof startScriptedLambda>>;
beforeEach(async () => {
  lambda = await startScriptedLambda();
});
afterEach(() => lambda.close());

const DENIED = { error: "AccessDeniedException", status: 403 };
const BUSY = { error: "ResourceInUseException", status: 400 };

/** Time passes by the sleeps alone. */
const switchTo = async (enabled: boolean, shouldStop = () => false) => {
  let time = 0;
  const seen: string[] = [];
  const result = await switchFlow(
    lambda.client,
    { stage: "local", enabled },
    {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
      shouldStop,
      onProgress: ({ state }) => seen.push(state),
    },
  );
  return { ...result, seen };
};

test("disables every mapping, and waits until each is disabled", async () => {
  const { done, flow, failures, seen } = await switchTo(false);
  expect({ done, state: flow.state, failures }).toEqual({ done: true, state: "paused", failures: [] });
  expect(seen).toEqual(["running", "pausing", "paused"]);
  expect(lambda.updates.sort()).toEqual(["employeeHired off", "employeeLeft off", "roleChanged off"]);
});

test("is idempotent: what is as wanted is not touched", async () => {
  lambda.states.set("employeeHired", "Disabled");
  expect(await switchTo(false)).toMatchObject({ done: true });
  expect(lambda.updates).not.toContain("employeeHired off");
  lambda.updates.length = 0;
  expect(await switchTo(false)).toMatchObject({ done: true });
  expect(lambda.updates).toEqual([]);
});

test("enables a half-paused stage", async () => {
  lambda.states.set("roleChanged", "Disabled");
  expect(await switchTo(true)).toMatchObject({ done: true, flow: { state: "running" } });
  expect(lambda.updates).toEqual(["roleChanged on"]);
});

test("asks again if an earlier change is under way", async () => {
  lambda.refusals.set("roleChanged", [BUSY]);
  expect(await switchTo(false)).toMatchObject({ done: true });
  expect(lambda.updates.filter((update) => update === "roleChanged off")).toHaveLength(2);
});

test("one that cannot be switched does not keep the others, and is named with its state", async () => {
  lambda.refusals.set("employeeHired", [DENIED]);
  const { done, flow, failures } = await switchTo(false);
  expect({ done, state: flow.state }).toEqual({ done: false, state: "half paused" });
  expect(flow.mappings.map(({ id, state }) => [id, state])).toEqual([
    ["employeeHired", "Enabled"],
    ["roleChanged", "Disabled"],
    ["employeeLeft", "Disabled"],
  ]);
  expect(failures).toEqual([
    { id: "employeeHired", functionName: "seatkeeper-local-employeeHired", reason: "AccessDeniedException: scripted" },
  ]);
});

test("gives up after five minutes, and says where the stage is", async () => {
  lambda.refusals.set("employeeLeft", Array(1000).fill(BUSY));
  expect(await switchTo(false)).toMatchObject({ done: false, flow: { state: "half paused" }, failures: [] });
  expect(lambda.updates.filter((update) => update === "employeeLeft off")).toHaveLength(300);
});

test("Ctrl-C ends the wait", async () => {
  let looks = 0;
  const { done, flow } = await switchTo(false, () => {
    looks += 1;
    return looks > 1;
  });
  expect({ done, state: flow.state }).toEqual({ done: false, state: "pausing" });
});

test("a Lambda that does not say what came of it ends the wait, with what was last seen", async () => {
  const switched = switchTo(false, () => {
    lambda.listing.refusal = DENIED;
    return false;
  });
  const unseen = expect.objectContaining({ name: "AccessDeniedException" });
  await expect(switched).resolves.toMatchObject({ done: false, flow: { state: "running" }, unseen });
  expect(lambda.updates).toHaveLength(3);
});

test("a function that an older release does not have is left out", async () => {
  lambda.states.delete("employeeLeft");
  const { done, flow } = await switchTo(false);
  expect({ done, count: flow.mappings.length }).toEqual({ done: true, count: 2 });
});

test("a stage without any is not there", async () => {
  lambda.states.clear();
  await expect(switchTo(false)).rejects.toThrow("There is no function seatkeeper-local-employeeHired");
});
