import type { Fetch } from "../../../adapters/directories/scim/exchange.ts";
import type { Json, ScimAnswer, ScimRequest } from "./scim-messages.ts";

type Call = (service: "scim", operation: string, request: ScimRequest) => Promise<object>;

/** A `fetch` whose requests are calls of the simulation. Who gives one up is told so at once; the call goes on. */
export const scimFetch =
  (call: Call): Fetch =>
  async (url, { method = "GET", headers, body, signal }) => {
    const [, kind, id] = /\/(User|Group)s(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    const filter = url.searchParams.get("filter");
    const ifMatch = new Headers(headers).get("if-match");
    const request: ScimRequest = {
      ...(id === undefined ? {} : { id: decodeURIComponent(id) }),
      ...(filter === null ? {} : { filter }),
      ...(ifMatch === null ? {} : { ifMatch }),
      ...(typeof body === "string" ? { body: JSON.parse(body) as Json } : {}),
    };
    const operation = `${method} ${kind?.toLowerCase()}${method === "GET" && id === undefined ? "s" : ""}`;
    const answer = await Promise.race([call("scim", operation, request), abortOf(signal)]);
    return responseOf(answer as ScimAnswer);
  };

const abortOf = (signal: AbortSignal | null | undefined): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
};

const responseOf = ({ status, headers = {}, body }: ScimAnswer): Response => {
  const text = typeof body === "object" ? JSON.stringify(body) : (body ?? null);
  return new Response(text, { status, headers });
};
