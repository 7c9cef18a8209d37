import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TableModel } from "../../local/aws/template.ts";
import { openTables } from "../../test/property/simulation/tables.ts";

type HttpResponse = { readonly status: number; readonly body: object };

/**
 * DynamoDB over HTTP on 127.0.0.1 with dynalite's rules, in memory and with cached expressions: with dynalite's own
 * server a write would take longer than what the benchmark measures. `GET /requests` returns the number of requests by
 * operation.
 */
export const startDynamoDb = async (models: readonly TableModel[]): Promise<{ readonly endpoint: string }> => {
  const tables = openTables(Object.fromEntries(models.map(({ name, hashKey }) => [name, hashKey])));
  const requests: Record<string, number> = {};
  const perform = async (request: IncomingMessage): Promise<HttpResponse> => {
    if (request.method === "GET") return { status: 200, body: requests };
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    requests[operation] = (requests[operation] ?? 0) + 1;
    try {
      const input = JSON.parse(await text(request));
      if (operation === "BatchWriteItem") return { status: 200, body: writeAll(tables, input) };
      return { status: 200, body: tables.execute(operation, input) };
    } catch (error) {
      return errorResponse(error);
    }
  };
  const server = createServer(async (request, response) => {
    const { status, body } = await perform(request);
    const json = JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(json),
    });
    response.end(json);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

type BatchWrite = {
  readonly RequestItems: Readonly<Record<string, readonly { readonly PutRequest: { Item: object } }[]>>;
};

const writeAll = (tables: ReturnType<typeof openTables>, { RequestItems }: BatchWrite): object => {
  for (const [TableName, requests] of Object.entries(RequestItems)) {
    for (const { PutRequest } of requests) tables.execute("PutItem", { TableName, Item: PutRequest.Item });
  }
  return { UnprocessedItems: {} };
};

const errorResponse = (error: unknown): HttpResponse => {
  const { name, Item, body } = error as { name?: string; Item?: object; body?: object };
  if (name !== "ConditionalCheckFailedException") return { status: 400, body: body ?? { __type: String(error) } };
  const __type = `com.amazonaws.dynamodb.v20120810#${name}`;
  return { status: 400, body: { __type, message: "The conditional request failed", ...(Item && { Item }) } };
};
