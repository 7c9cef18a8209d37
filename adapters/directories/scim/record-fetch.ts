import type { RecordedCall } from "../probe/recorded-call.ts";
import type { Fetch } from "./exchange.ts";
import { readBody } from "./read-body.ts";

/** No response of these has a body. Source: RFC 9110. */
const WITHOUT_BODY = [204, 205, 304];

/** A fetch that notes each call in `calls`, with the text of its answer. */
export const recordingFetch =
  (calls: RecordedCall[], fetch: Fetch = globalThis.fetch): Fetch =>
  async (url, init) => {
    const call = { method: init.method ?? "GET", path: url.pathname };
    const index = calls.push(call) - 1;
    const response = await fetch(url, init);
    const { status, headers } = response;
    calls[index] = { ...call, status };
    const text = await readBody(response);
    calls[index] = { ...call, status, text };
    return new Response(WITHOUT_BODY.includes(status) ? null : text, { status, headers });
  };
