import { Failure } from "../../../domain/failures.ts";
import { errorName, errorNames, isNetworkError } from "../../error-names.ts";
import type { Timer } from "../../timer.ts";
import { readBody } from "./read-body.ts";

/** How long a request and its whole response may take, in ms: well inside a function's time-out. */
export const EXCHANGE_MS = 5_000;

/** Method and body stay: whoever redirects did nothing yet. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);

const EXPECTED = "expected no other host, and no second redirect";

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export type Request = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>> | Headers;
  readonly body?: string;
};

export type RawResponse = { readonly status: number; readonly headers: Headers; readonly text: string };

/**
 * One request and its whole response. A redirect is followed once, on the same origin; never to another, which would get
 * the token.
 * @param operation for messages, such as `GET of a user`
 * @throws Failure `DirectoryUnavailable`, also for too large or too slow a body; `DeadlineExceeded` if the signal aborts
 */
export type Exchange = (operation: string, request: Request, signal?: AbortSignal) => Promise<RawResponse>;

export const exchanges = ({ fetch, timer }: { readonly fetch: Fetch; readonly timer: Timer }): Exchange => {
  const once = async ({ url, ...request }: Request, signal: AbortSignal): Promise<RawResponse> => {
    const response = await fetch(url, { ...request, redirect: "manual", signal });
    return { status: response.status, headers: response.headers, text: await readBody(response) };
  };

  const withRedirect = async (operation: string, request: Request, signal: AbortSignal): Promise<RawResponse> => {
    const response = await once(request, signal);
    const url = redirectOf(response, request.url);
    if (url === undefined) return response;
    const followed = url.origin === request.url.origin ? await once({ ...request, url }, signal) : response;
    if (redirectOf(followed, url) === undefined) return followed;
    throw new Failure("DirectoryUnavailable", `${operation} was redirected: ${EXPECTED}`);
  };

  return async (operation, request, signal) => {
    const timeout = new AbortController();
    const stopTimer = timer(EXCHANGE_MS, () => timeout.abort());
    try {
      return await withRedirect(operation, request, AbortSignal.any([timeout.signal, ...(signal ? [signal] : [])]));
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (signal?.aborted) throw new Failure("DeadlineExceeded", `${operation} was given up`, { cause: error });
      const name = timeout.signal.aborted ? "a time-out" : nameOf(error);
      throw new Failure("DirectoryUnavailable", `${operation} failed with ${name}`, { cause: error });
    } finally {
      stopTimer();
    }
  };
};

const redirectOf = ({ status, headers }: RawResponse, from: URL): URL | undefined => {
  const location = headers.get("location");
  return REDIRECTS.has(status) && location !== null ? (URL.parse(location, from.href) ?? undefined) : undefined;
};

/** The code of the connection that failed tells more than fetch's `TypeError` around it. */
const nameOf = (error: unknown): string =>
  errorNames(error).find((name) => isNetworkError(name) || name.startsWith("UND_ERR_")) ?? errorName(error);
