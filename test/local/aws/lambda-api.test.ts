import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, expect, test } from "vitest";
import {
  eventSourceMappings,
  FunctionNotFound,
  switchMapping,
} from "../../../adapters/lambda/event-source-mappings.ts";
import { functionEnvironment } from "../../../adapters/lambda/function-environment.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { switchedSource } from "../../../local/aws/event-source-mapping.ts";
import { startLambdaApi } from "../../../local/aws/lambda-api.ts";

const REGION = "us-east-1";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A poller that counts how often it was started, and stops when it is allowed to. */
const startApi = async () => {
  const polls = { started: 0, letStop: () => {} };
  const source = switchedSource(() => {
    polls.started += 1;
    return { stop: () => new Promise<void>((resolve) => Object.assign(polls, { letStop: resolve })) };
  });
  const mapping = { id: "m1", functionName: "hired", queueArn: `arn:aws:sqs:${REGION}:000000000000:hires`, source };
  const environments = new Map([["hired", { STAGE: "local", LICENSE_POLICY_DIGEST: "abc" }]]);
  const api = await startLambdaApi({ mappings: [mapping], environments, region: REGION });
  const client = new LambdaClient({ endpoint: api.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  closing.push(() => client.destroy(), api.close);
  const state = async () => (await eventSourceMappings(client, "hired")).map((each) => each.state);
  return { client, polls, state };
};

test("lists the mappings of a function, with what they take messages from and since when", async () => {
  const { client } = await startApi();
  expect(await eventSourceMappings(client, "hired")).toEqual([
    {
      id: "m1",
      functionName: "hired",
      queue: "hires",
      state: "Enabled",
      changedAt: expect.stringMatching(/^20\d\d-.*Z$/),
    },
  ]);
  await expect(eventSourceMappings(client, "other")).rejects.toThrow(FunctionNotFound);
});

test("stops a poller, reports how far that is, and starts it again", async () => {
  const { client, polls, state } = await startApi();
  expect(await switchMapping(client, "m1", false)).toBe(true);
  expect(await state()).toEqual(["Disabling"]);
  expect(await switchMapping(client, "m1", true)).toBe(false);
  polls.letStop();
  await expect.poll(state).toEqual(["Disabled"]);
  expect(await switchMapping(client, "m1", false)).toBe(true);
  expect(await switchMapping(client, "m1", true)).toBe(true);
  expect(await state()).toEqual(["Enabled"]);
  expect(await switchMapping(client, "m1", true)).toBe(true);
  expect(polls.started).toBe(2);
});

test("refuses to switch what is not there", async () => {
  const { client } = await startApi();
  await expect(switchMapping(client, "m2", false)).rejects.toThrow("There is no mapping m2");
});

test("shows a function's environment", async () => {
  const { client } = await startApi();
  expect(await functionEnvironment(client, "hired")).toEqual({ STAGE: "local", LICENSE_POLICY_DIGEST: "abc" });
  await expect(functionEnvironment(client, "other")).rejects.toThrow("There is no function other in this account");
});
