import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, expect, test } from "vitest";
import { eventSourceMappings, switchMapping } from "../../../adapters/lambda/event-source-mappings.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = { readonly status: number; readonly json: object; readonly error?: string };

/** A real client of a Lambda that answers by the URL. */
const clientOf = async (answerOf: (url: string) => Answer): Promise<LambdaClient> => {
  const server = createServer(({ url = "" }, response) => {
    const { status, json, error } = answerOf(url);
    const headers = error === undefined ? {} : { "x-amzn-errortype": error };
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(json));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  closing.push(
    () => client.destroy(),
    () => server.close(),
  );
  return client;
};

test("reads all pages", async () => {
  const client = await clientOf((url) => {
    const isSecond = url.includes("Marker=next");
    const mapping = { UUID: isSecond ? "m2" : "m1", EventSourceArn: "arn:aws:sqs:r:1:q", State: "Enabled" };
    return { status: 200, json: { EventSourceMappings: [mapping], ...(isSecond ? {} : { NextMarker: "next" }) } };
  });
  expect((await eventSourceMappings(client, "f")).map(({ id }) => id)).toEqual(["m1", "m2"]);
});

test("a function without a mapping is said to take messages from no queue", async () => {
  const client = await clientOf(() => ({ status: 200, json: { EventSourceMappings: [] } }));
  await expect(eventSourceMappings(client, "f")).rejects.toThrow("The function f takes messages from no queue");
});

test.each([
  ["ResourceInUseException", 400],
  ["ResourceConflictException", 409],
])("%s means: ask again", async (error, status) => {
  const client = await clientOf(() => ({ status, json: { Message: "busy" }, error }));
  await expect(switchMapping(client, "m1", false)).resolves.toBe(false);
});

test("a denied change is an error", async () => {
  const client = await clientOf(() => ({ status: 403, json: { Message: "no" }, error: "AccessDeniedException" }));
  await expect(switchMapping(client, "m1", false)).rejects.toThrow(
    expect.objectContaining({ name: "AccessDeniedException" }),
  );
});
