import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateUserCommand, UpdateUserCommand } from "@aws-sdk/client-chime";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chimeClients, dynamoDbClients, sqsClient } from "../../adapters/aws-clients.ts";

/** Any AWS service, as far as these tests go. */
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
const get = new GetItemCommand({ TableName: "employees", Key: { employeeId: { S: "E1" } } });

test("CreateUser is sent once, whatever becomes of it; what is safe to repeat is sent three times", async () => {
  status = 503;
  const clients = chimeClients();
  await expect(clients.create.send(create)).rejects.toThrow();
  expect(requests).toBe(1);
  await expect(clients.update.send(update)).rejects.toThrow();
  expect(requests).toBe(1 + 3);
});

test("both Chime clients keep to one rate", async () => {
  const clients = chimeClients();
  const [one, other] = await Promise.all([
    clients.create.config.retryStrategy(),
    clients.update.config.retryStrategy(),
  ]);
  const { rateLimiter } = one as unknown as { rateLimiter: object };
  expect(rateLimiter).toBeTypeOf("object");
  expect((other as unknown as { rateLimiter: object }).rateLimiter).toBe(rateLimiter);
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
])("%s: five calls share a connection", async (_, open) => {
  const call = open();
  for (let number = 0; number < 5; number += 1) await call();
  expect(requests).toBe(5);
  expect(connections).toBe(1);
});
