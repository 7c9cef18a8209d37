import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { requireTime } from "../../../domain/require-time.ts";
import type { Timer } from "../../timer.ts";
import type { Pace, RateGovernor } from "../rate-governor.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { type Answer, isDone, readAnswer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { type About, failureOfAnswer, namedByFile } from "./failures.ts";
import type { Json } from "./json.ts";
import { attempts, type Purpose } from "./retries.ts";
import { safeUrl } from "./safe-url.ts";

/**
 * `path` is below the base URL. `accepts` says which errors the caller deals with itself; what the directory file has a
 * name for is not among them.
 */
export type Call = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** For messages, such as `a user`. */
  readonly what: string;
  readonly about: About;
  readonly purpose: Purpose;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly ifMatch?: string;
  readonly accepts?: (answer: Answer) => boolean;
};

/** Sends a call, again if its purpose allows; an answer is one with a 2xx, or one that is accepted. @throws Failure */
export type Send = (call: Call) => Promise<Answer>;

export type ClientOptions = {
  readonly file: Pick<ScimFile, "headers" | "answers">;
  readonly baseUrl: string;
  readonly exchange: Exchange;
  readonly tokens: AccessTokens;
  readonly governor: RateGovernor;
  readonly random: Pace["random"];
  readonly timer: Timer;
};

/** The calls to one SCIM server, to be sent until a signal aborts. @throws Error if the base URL is none for a token */
export const scimClient = ({ file, baseUrl, exchange, tokens, ...pace }: ClientOptions) => {
  safeUrl(baseUrl, "baseUrl");
  const exchangeOnce = async (call: Call, token: string, signal: AbortSignal): Promise<Answer> => {
    const { method, body } = call;
    const request = { method, url: urlOf(baseUrl, call), headers: headersOf(file, call, token) };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return readAnswer(await exchange(operationOf(call), { ...request, ...json }, signal));
  };

  /** A 401 is the answer to a request that nothing was done about: with another token it may be sent again. */
  const authorized = async (call: Call, signal: AbortSignal): Promise<Answer> => {
    requireTime(signal);
    const token = await tokens.get();
    const answer = await exchangeOnce(call, token, signal);
    if (answer.status !== 401) return answer;
    const renewed = await tokens.renew(token);
    return renewed === token ? answer : exchangeOnce(call, renewed, signal);
  };

  return (signal: AbortSignal): Send =>
    (call) =>
      attempts({ ...pace, purpose: call.purpose, signal }, async () => {
        const answer = await authorized(call, signal);
        if (isDone(answer)) return requireReadable(call, answer);
        const isAccepted = namedByFile(answer, file.answers) === undefined && call.accepts?.(answer);
        if (isAccepted) return answer;
        throw failureOfAnswer(operationOf(call), answer, call.about, file.answers);
      });
};

const operationOf = ({ method, what }: Call): string => `${method} of ${what}`;

const urlOf = (baseUrl: string, { path, query = {} }: Call): URL => {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
};

/** The file's headers come over ours, never over the token. */
const headersOf = ({ headers: own }: ClientOptions["file"], { body, ifMatch }: Call, token: string): Headers => {
  const headers = new Headers({ Accept: "application/scim+json, application/json", "User-Agent": "seatkeeper" });
  if (body !== undefined) headers.set("Content-Type", "application/scim+json");
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  if (ifMatch !== undefined) headers.set("If-Match", ifMatch);
  headers.set("Authorization", `Bearer ${token}`);
  return headers;
};

/** A 2xx may be a page of a proxy; a 206 says that not everything was done, or shown. */
const requireReadable = (call: Call, answer: Answer): Answer => {
  if (answer.status === 206) {
    const code = call.method === "GET" ? "DirectoryUnavailable" : "NotApplied";
    throw new Failure(code, `${operationOf(call)} returned HTTP 206, which is not all of it`);
  }
  if (answer.body !== undefined || (answer.text.trim() === "" && call.method !== "GET")) return answer;
  const found = answer.text.trim() === "" ? "nothing" : "something else";
  throw new Failure(
    "DirectoryUnavailable",
    `${operationOf(call)}: expected a JSON object, the directory sent ${found}`,
  );
};
