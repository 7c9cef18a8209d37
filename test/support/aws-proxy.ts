import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";

/** A call to AWS: `operation` such as `UpdateItem` or `ListUsers`, and path, query and body as they were sent. */
export type AwsCall = { readonly operation: string; readonly text: string };

/**
 * What a call gets instead of its response: none at all; headers and then a byte now and then, for ever, with or
 * without the effect; or a response of its own after some time. The client's own time-outs are what ends the first two.
 */
export type Fault =
  | "hang"
  | { readonly drip: "without effect" | "after the effect" }
  | { readonly json: object; readonly afterMs: number };

export type Endpoints = { readonly chime: string; readonly dynamodb: string; readonly sqs: string };

/** Fewer than this in a row, and a response may still be on its way through the loopback interface. */
const QUIET_TURNS = 25;

/** Stands between real clients and the emulators, sees every call, and lets some of them have no end. */
export const startAwsProxy = async (upstream: Endpoints) => {
  const state = { faultOf: (_: AwsCall): Fault | undefined => undefined, moves: 0, forwarding: 0 };
  const calls: AwsCall[] = [];
  const drips = new Set<NodeJS.Timeout>();

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    state.moves += 1;
    const body = await readAll(incoming);
    const call = { operation: operationOf(incoming), text: `${incoming.url} ${body}` };
    calls.push(call);
    const fault = state.faultOf(call);
    if (fault === undefined) return forward(incoming, body, outgoing);
    if (fault === "hang") return;
    if ("json" in fault) return void setTimeout(() => outgoing.end(JSON.stringify(fault.json)), fault.afterMs);
    if (fault.drip === "after the effect") await forward(incoming, body);
    outgoing.writeHead(200, { "content-type": "application/json" });
    drips.add(setInterval(() => outgoing.write(" "), 500));
  };

  const forward = async (incoming: IncomingMessage, body: string, outgoing?: ServerResponse): Promise<void> => {
    state.forwarding += 1;
    const { method, url: path, headers } = incoming;
    const request = send(new URL(path ?? "", upstreamOf(incoming, upstream)), { method, headers }).end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const text = await readAll(response);
    outgoing?.writeHead(response.statusCode ?? 500, response.headers).end(text);
    state.forwarding -= 1;
    state.moves += 1;
  };

  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    setFaults: (faultOf: (call: AwsCall) => Fault | undefined): void => {
      state.faultOf = faultOf;
    },
    /** Until nobody sends and nothing is under way but what has no end. */
    quiet: async (): Promise<void> => {
      for (let turns = 0, seen = state.moves; turns < QUIET_TURNS; turns += 1) {
        await nextTurn();
        if (state.forwarding > 0 || state.moves !== seen) turns = 0;
        seen = state.moves;
      }
    },
    close: async (): Promise<void> => {
      for (const drip of drips) clearInterval(drip);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

const upstreamOf = ({ headers }: IncomingMessage, { chime, dynamodb, sqs }: Endpoints): string => {
  const target = String(headers["x-amz-target"] ?? "");
  if (target.startsWith("DynamoDB")) return dynamodb;
  return target.startsWith("AmazonSQS") ? sqs : chime;
};

/** JSON services name it in a header; Chime's is in method, path and query. */
const operationOf = ({ method, url = "", headers }: IncomingMessage): string => {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  if (method === "GET") return "ListUsers";
  if (url.includes("operation=create")) return "CreateUser";
  return /\/users$/.test(url.split("?")[0] ?? "") ? "BatchUpdateUser" : "UpdateUser";
};

const readAll = async (stream: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};
