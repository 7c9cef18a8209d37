import type { EventEmitter } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** A Host header that only a client of this machine sends; the port may be a forwarded one. */
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Why a request does not come from a program on this machine, or undefined if it does. Binding to 127.0.0.1 keeps other
 * machines out, but not web pages in a browser of this one: a page may rebind its own host name to 127.0.0.1, which
 * leaves that name in Host, or send a request across sites, which the browser marks in Origin and Sec-Fetch-Site.
 */
export const whyNotLocal = (headers: IncomingHttpHeaders): string | undefined => {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (host === undefined || !LOOPBACK_HOST.test(host)) return "the Host header names no loopback host";
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return "it has a foreign Origin";
  if (site !== undefined && site !== "none" && site !== "same-origin") return "it comes from another site";
  return undefined;
};

/**
 * Makes an HTTP server of the embedded stack refuse every request that does not come from this machine, with 403,
 * before its own listeners see it. Call it before `listen`, after the server has its listeners. Nothing behind it sees
 * an Origin, so that none lets a page read a response (dynalite would, with `Access-Control-Allow-Origin: *`).
 */
export const loopbackOnly = (server: EventEmitter): void => {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const why = whyNotLocal(request.headers);
    if (why !== undefined) return refuse(response, why);
    delete request.headers.origin;
    for (const listener of listeners) listener.call(server, request, response);
  });
};

const refuse = (response: ServerResponse, why: string): void => {
  response.writeHead(403, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ message: `Only programs on this machine may send requests here: ${why}` }));
};
