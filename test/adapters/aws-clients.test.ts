import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CreateUserCommand, ListUsersCommand, UpdateUserCommand } from "@aws-sdk/client-chime";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { sqsClient } from "../../adapters/sqs/client.ts";
import { dynamoDbClients } from "../../adapters/state/clients.ts";

/** Stands in for every AWS service. */
let server: Server;
let status: number;
let requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
let connections: number;

beforeEach(async () => {
  status = 200;
  requests = [];
  connections = 0;
  server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: await text(request) });
    response.writeHead(status).end("{}");
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const create = new CreateUserCommand({ AccountId: "account", Email: "ana@example.com" });
const update = new UpdateUserCommand({ AccountId: "account", UserId: "user", LicenseType: "Pro" });
const find = new ListUsersCommand({ AccountId: "account", UserEmail: "ana@example.com" });
const get = new GetItemCommand({ TableName: "employees", Key: { employeeId: { S: "E1" } } });

test.each([
  ["CreateUser", 429, 1],
  ["CreateUser", 503, 1],
  ["UpdateUser", 429, 3],
  ["UpdateUser", 503, 1],
  ["ListUsers", 429, 3],
  ["ListUsers", 503, 3],
] as const)("%s that gets a %d is sent %d times", async (operation, returned, times) => {
  status = returned;
  const clients = chimeClients();
  const send = {
    CreateUser: () => clients.create.send(create),
    UpdateUser: () => clients.update.send(update),
    ListUsers: () => clients.find.send(find),
  };
  await expect(send[operation]()).rejects.toThrow();
  expect(requests).toHaveLength(times);
});

test("the client does not retry a license update whose socket drops, because only its event may", async () => {
  server.removeAllListeners("request").on("request", ({ headers, socket }) => {
    requests.push({ headers, body: "" });
    socket.destroy();
  });
  await expect(chimeClients().update.send(update)).rejects.toThrow();
  expect(requests).toHaveLength(1);
});

test("the Chime clients share one rate limit, and wait no longer than the time that is left", async () => {
  status = 429;
  const { create: createClient, find: findClient, update: updateClient, waitWithin } = chimeClients();
  await expect(createClient.send(create)).rejects.toThrow("UnknownError");
  waitWithin(0);
  const refused = { code: "DirectoryThrottled" };
  await expect(findClient.send(find)).rejects.toMatchObject(refused);
  await expect(updateClient.send(update)).rejects.toMatchObject(refused);
  expect(requests).toHaveLength(1);
});

test("if a function has little time left, its calls still wait for up to half of it", async () => {
  status = 429;
  const { create: createClient, find: findClient, waitWithin } = chimeClients();
  await expect(createClient.send(create)).rejects.toThrow("UnknownError");
  status = 200;
  waitWithin(5_000);
  await findClient.send(find);
  expect(requests).toHaveLength(2);
});

type Client = { readonly config: object };
/** A client, and a call by it. */
const opened = <T extends Client>(client: T, send: (client: T) => Promise<unknown>) => ({
  client: client as Client,
  call: () => send(client),
});
const OPEN = {
  "Chime's for finds": () => opened(chimeClients().find, (client) => client.send(find)),
  "Chime's for creations": () => opened(chimeClients().create, (client) => client.send(create)),
  "Chime's for updates": () => opened(chimeClients().update, (client) => client.send(update)),
  "DynamoDB's": () => opened(dynamoDbClients().plain, (client) => client.send(get)),
  "SQS's": () => opened(sqsClient(), (client) => client.send(new ListQueuesCommand())),
};
const CLIENTS = Object.keys(OPEN) as (keyof typeof OPEN)[];

test.each(CLIENTS)("five calls by %s client share a connection", async (name) => {
  const { call } = OPEN[name]();
  for (let number = 0; number < 5; number += 1) await call();
  expect(requests).toHaveLength(5);
  expect(connections).toBe(1);
});

test.each([
  ["Chime's for finds", 2_000, 5_000],
  ["Chime's for creations", 2_000, 5_000],
  ["Chime's for updates", 2_000, 5_000],
  ["DynamoDB's", 3_000, 3_000],
  ["SQS's", 3_000, 3_000],
] as const)("%s client gives up a connection after %d ms, and a response after %d ms", async (name, ...timeouts) => {
  const { client, call } = OPEN[name]();
  // The handler reads its settings at the first call.
  await call();
  const [connectionTimeout, requestTimeout] = timeouts;
  const { requestHandler } = client.config as { requestHandler: { httpHandlerConfigs(): object } };
  // Without the last one the handler only warns of a slow response.
  expect(requestHandler.httpHandlerConfigs()).toMatchObject({
    connectionTimeout,
    requestTimeout,
    throwOnRequestTimeout: true,
  });
});

test.each([
  ["Chime's for finds", "us-east-1/chime"],
  ["Chime's for creations", "us-east-1/chime"],
  ["Chime's for updates", "us-east-1/chime"],
  ["DynamoDB's", "eu-central-1/dynamodb"],
  ["SQS's", "eu-central-1/sqs"],
] as const)("in eu-central-1, %s client signs for %s", async (name, scope) => {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  await OPEN[name]().call();
  expect(requests[0]?.headers.authorization).toContain(`/${scope}/aws4_request`);
});

test("members that are undefined do not reach DynamoDB", async () => {
  const Item = { employeeId: "E1", displayName: undefined, fact: { email: undefined } };
  const put = new PutCommand({ TableName: "employees", Item });
  await expect(dynamoDbClients().document.send(put)).resolves.toBeDefined();
  expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({ Item: { employeeId: { S: "E1" }, fact: { M: {} } } });
});
