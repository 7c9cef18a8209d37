import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateUserCommand, ListUsersCommand, UpdateUserCommand } from "@aws-sdk/client-chime";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { sqsClient } from "../../adapters/sqs/client.ts";
import { dynamoDbClients } from "../../adapters/state/clients.ts";

/** Stands in for every AWS service. */
let server: Server;
let status: number;
let requests: number;
let connections: number;

beforeEach(async () => {
  status = 200;
  requests = 0;
  connections = 0;
  server = createServer((request, response) => {
    requests += 1;
    request.resume().on("end", () => response.writeHead(status).end("{}"));
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
  expect(requests).toBe(times);
});

test("the client does not retry a license update whose socket drops, because only its event may", async () => {
  server.removeAllListeners("request").on("request", ({ socket }) => {
    requests += 1;
    socket.destroy();
  });
  await expect(chimeClients().update.send(update)).rejects.toThrow();
  expect(requests).toBe(1);
});

test("the Chime clients share one rate limit, and wait no longer than the time that is left", async () => {
  status = 429;
  const { create: createClient, find: findClient, update: updateClient, waitWithin } = chimeClients();
  await expect(createClient.send(create)).rejects.toThrow("UnknownError");
  waitWithin(0);
  const refused = { code: "DirectoryThrottled" };
  await expect(findClient.send(find)).rejects.toMatchObject(refused);
  await expect(updateClient.send(update)).rejects.toMatchObject(refused);
  expect(requests).toBe(1);
});

test("if a function has little time left, its calls still wait for up to half of it", async () => {
  status = 429;
  const { create: createClient, find: findClient, waitWithin } = chimeClients();
  await expect(createClient.send(create)).rejects.toThrow("UnknownError");
  status = 200;
  waitWithin(5_000);
  await findClient.send(find);
  expect(requests).toBe(2);
});

test.each<[string, open: () => () => Promise<unknown>]>([
  [
    "Chime",
    () =>
      (
        (client) => () =>
          client.send(update)
      )(chimeClients().update),
  ],
  [
    "DynamoDB",
    () =>
      (
        (client) => () =>
          client.send(get)
      )(dynamoDbClients().plain),
  ],
  [
    "SQS",
    () =>
      (
        (client) => () =>
          client.send(new ListQueuesCommand())
      )(sqsClient()),
  ],
])("five calls to %s share a connection", async (_, open) => {
  const call = open();
  for (let number = 0; number < 5; number += 1) await call();
  expect(requests).toBe(5);
  expect(connections).toBe(1);
});
