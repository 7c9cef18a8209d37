import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults.ts";

const TEN_MEGABYTES = 10 * 1024 * 1024;
/** No host has this name: RFC 6761. */
const ANOTHER_HOST = "https://another-host.invalid/";
const DRIP_MS = 100;

const SCIM_JSON = { "content-type": "application/scim+json" };

/** What a fault sends in the place of a response; undefined if it sends none, or does not replace it. */
export const replacement = (fault: Fault): Response | undefined => {
  const { status = 200 } = fault;
  if (fault.effect === "html") return new Response(HTML, { status, headers: { "content-type": "text/html" } });
  if (fault.effect === "empty") return new Response("", { status, headers: SCIM_JSON });
  if (fault.effect === "not-json") return new Response('{"schemas":[', { status, headers: SCIM_JSON });
  if (fault.effect === "error-body") return new Response(ERROR_BODY, { status, headers: SCIM_JSON });
  if (fault.effect === "huge") return new Response(hugeBody(), { status, headers: SCIM_JSON });
  if (fault.effect === "drip") return new Response(drip(), { status, headers: SCIM_JSON });
  if (fault.effect !== "redirect") return undefined;
  return new Response(null, { status: fault.status ?? 307, headers: { location: fault.location ?? ANOTHER_HOST } });
};

const HTML = "<!doctype html><title>Sign in</title><p>Please sign in.</p>";

const ERROR_BODY = JSON.stringify({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
  status: "500",
  detail: "An injected fault",
});

/** A list without users that would be right, were it not for its size. */
const hugeBody = (): string =>
  JSON.stringify({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: 0,
    Resources: [],
    padding: "x".repeat(TEN_MEGABYTES),
  });

/** Blanks, which JSON may begin with, one at a time until the client goes away. */
const drip = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull: async (controller) => {
      controller.enqueue(Buffer.from(" "));
      await sleep(DRIP_MS);
    },
  });
