import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loopbackOnly, whyNotLocal } from "../../local/loopback-only.ts";

const host = "127.0.0.1:8181";

describe("whyNotLocal", () => {
  test.each<IncomingHttpHeaders>([
    { host },
    { host: "localhost:8181" },
    { host: "LocalHost" },
    { host: "[::1]:8181" },
    { host, "sec-fetch-site": "none" },
    { host, "sec-fetch-site": "same-origin", origin: "http://127.0.0.1:8181" },
  ])("accepts %j", (headers) => {
    expect(whyNotLocal(headers)).toBeUndefined();
  });

  test.each<IncomingHttpHeaders>([
    {},
    { host: "" },
    { host: "evil.example" },
    { host: "evil.example:8181" },
    { host: "127.0.0.1.evil.example:8181" },
    { host: "localhost.evil.example" },
    { host: "evil.example#localhost" },
    { host: "0.0.0.0:8181" },
    { host: "192.168.1.7:8181" },
    { host: "localhost:" },
  ])("refuses a host that is not loopback: %j", (headers) => {
    expect(whyNotLocal(headers)).toContain("Host");
  });

  test.each<IncomingHttpHeaders>([
    { host, origin: "https://evil.example" },
    { host, origin: "http://127.0.0.1:3000" },
    { host, origin: "https://127.0.0.1:8181" },
    { host, origin: "null" },
    { host, "sec-fetch-site": "cross-site" },
    { host, "sec-fetch-site": "same-site" },
    { host, "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:8181" },
  ])("refuses what a page of another site sends: %j", (headers) => {
    expect(whyNotLocal(headers)).toBeDefined();
  });
});

describe("loopbackOnly", () => {
  const seen: IncomingHttpHeaders[] = [];
  let server: Server;

  beforeAll(async () => {
    server = createServer(({ headers }, response) => {
      seen.push(headers);
      response.end("{}");
    });
    loopbackOnly(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  const send = async (headers: Record<string, string>) => {
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, host: "127.0.0.1", headers }).end();
    const [response] = await once(sent, "response");
    return { status: response.statusCode, headers: response.headers, body: await json(response) };
  };

  test("refuses a foreign request with 403 and the reason, before the server sees it", async () => {
    const before = seen.length;
    const { status, headers, body } = await send({ host: "evil.example" });
    expect(status).toBe(403);
    expect(body).toEqual({ message: expect.stringContaining("the Host header names no loopback host") });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    expect(seen).toHaveLength(before);
  });

  test("passes a local request on without its Origin", async () => {
    const { port } = server.address() as AddressInfo;
    const { status } = await send({ origin: `http://127.0.0.1:${port}`, "x-mark": "local" });
    expect(status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ "x-mark": "local" });
    expect(seen.at(-1)).not.toHaveProperty("origin");
  });
});
