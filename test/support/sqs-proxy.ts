import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An SQS request. `body` is the JSON of the AWS JSON protocol. */
export type SqsRequest = { readonly action: string; readonly body: Record<string, unknown> };
/**
 * `forward` sends the request on and returns SQS's response. The client gets the returned response, or a closed
 * connection.
 */
export type Intercept = (request: SqsRequest, forward: () => Promise<SqsResponse>) => Promise<SqsResponse | "hang up">;
export type SqsResponse = {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** SQS's response to a request that it cannot handle. */
export const INTERNAL_ERROR: SqsResponse = {
  status: 500,
  text: JSON.stringify({ __type: "com.amazonaws.sqs#InternalFailure", message: "try again" }),
};

/**
 * A proxy on its own port between a real client and the embedded SQS: a test sees each request and can fail it. A
 * receive from an empty queue returns immediately, without long polling.
 */
export const startSqsProxy = async (upstream: string, intercept: Intercept = (_, forward) => forward()) => {
  const requests: SqsRequest[] = [];
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = JSON.parse((await readAll(incoming)) || "{}") as Record<string, unknown>;
    const request = { action: String(incoming.headers["x-amz-target"]).replace("AmazonSQS.", ""), body };
    requests.push(request);
    const forward = async (): Promise<SqsResponse> => {
      if ("WaitTimeSeconds" in body) body["WaitTimeSeconds"] = 0;
      const response = await fetch(upstream, {
        method: "POST",
        headers: forwarded(incoming),
        body: JSON.stringify(body).replaceAll(endpoint, upstream),
      });
      return { status: response.status, text: (await response.text()).replaceAll(upstream, endpoint) };
    };
    const result = await intercept(request, forward);
    if (result === "hang up") incoming.socket.destroy();
    else
      outgoing
        .writeHead(result.status, { "content-type": "application/x-amz-json-1.0", ...result.headers })
        .end(result.text);
  };

  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { endpoint, requests, close };
};

const readAll = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

const forwarded = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    ["content-type", "x-amz-target", "authorization", "x-amz-date"].flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
