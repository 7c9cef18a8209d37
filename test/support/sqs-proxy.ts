import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One SQS request on its way. `body` is the JSON of the AWS JSON protocol. */
export type SqsRequest = { readonly action: string; readonly body: Record<string, unknown> };
/** `forward` sends it on and answers the status and text that came back. What is answered goes to the client; nothing where it hangs up. */
export type Intercept = (request: SqsRequest, forward: () => Promise<Answer>) => Promise<Answer | "hang up">;
export type Answer = { readonly status: number; readonly text: string };

/** SQS's answer to a request that it could not handle. */
export const INTERNAL_ERROR: Answer = {
  status: 500,
  text: JSON.stringify({ __type: "com.amazonaws.sqs#InternalFailure", message: "try again" }),
};

/**
 * Stands between a real client and the embedded SQS, on a port of its own, so that a test sees each request and can let it fail.
 * An empty queue is answered at once instead of after the second that a long poll takes.
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
    const forward = async (): Promise<Answer> => {
      if ("WaitTimeSeconds" in body) body["WaitTimeSeconds"] = 0;
      const response = await fetch(upstream, {
        method: "POST",
        headers: forwarded(incoming),
        body: JSON.stringify(body).replaceAll(endpoint, upstream),
      });
      return { status: response.status, text: (await response.text()).replaceAll(upstream, endpoint) };
    };
    const answer = await intercept(request, forward);
    if (answer === "hang up") incoming.socket.destroy();
    else outgoing.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(answer.text);
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
