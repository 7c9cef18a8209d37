import { setTimeout as sleep } from "node:timers/promises";
import type { Call, CallLog } from "../emulator/call-log.ts";
import { type HttpContext, leaveWithoutResponse } from "../emulator/no-response.ts";
import type { Directory } from "./directory.ts";
import { errorOf, type Fault, type Faults, isPrevented } from "./faults.ts";
import type { RateLimits } from "./limits.ts";
import type { Answer } from "./operations/operation.ts";
import { OPERATIONS } from "./operations/table.ts";
import type { Profile } from "./profile.ts";
import { readBody } from "./read-body.ts";
import { refusal, responseTo } from "./respond.ts";
import { type Route, routeOf } from "./route.ts";
import { ScimError } from "./scim-error.ts";
import type { Tokens } from "./tokens.ts";

/** The state that the operations of one emulator share; `now` in ms since the epoch. */
export type Emulation = {
  readonly profile: Profile;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly tokens: Tokens;
  readonly log: CallLog;
  now(): number;
};

/** The HTTP handler of every operation: checks the request, applies the faults, logs the call, and responds. */
export const serveRequest = (emulation: Emulation) => async (context: HttpContext) => {
  const route = routeOf(emulation.profile, context.req.method, new URL(context.req.url));
  const name = route?.operation ?? "UnknownOperation";
  const fault = emulation.faults.next(name);
  const { answer, error } = await performed(emulation, route, context, fault);
  await sleep(emulation.faults.settings().latencyMs);
  const response = error === undefined ? responseTo(answer, fault) : refusal(error, fault);
  const how = fault?.effect === "hang" ? "hang" : "drop";
  emulation.log.add(callOf(name, response?.status ?? (how === "hang" ? "hung" : "dropped"), answer));
  return response ?? leaveWithoutResponse(context, how);
};

const callOf = (operation: string, response: Call["response"], answer: Answer | undefined): Call => ({
  operation,
  at: new Date().toISOString(),
  response,
  committed: answer?.committed ?? false,
  userIds: answer?.userIds ?? [],
});

/** An operation may have both: it took effect, and then a fault made it fail. */
type Outcome = { readonly answer?: Answer; readonly error?: ScimError };

const performed = async (
  emulation: Emulation,
  route: Route | undefined,
  context: HttpContext,
  fault: Fault | undefined,
): Promise<Outcome> => {
  try {
    const answer = await perform(emulation, route, context, fault);
    const error = fault?.effect === "fail" ? errorOf(fault, emulation.now()) : undefined;
    return { ...(answer && { answer }), ...(error && { error }) };
  } catch (error) {
    if (error instanceof ScimError) return { error };
    throw error;
  }
};

/** Returns undefined if a fault keeps the operation from taking effect. @throws ScimError */
const perform = async (
  { profile, directory, faults, limits, tokens, now }: Emulation,
  route: Route | undefined,
  context: HttpContext,
  fault: Fault | undefined,
): Promise<Answer | undefined> => {
  const url = new URL(context.req.url);
  const headers = context.req.header();
  requireHeaders(profile, headers);
  const text = await context.req.text();
  if (route?.operation === "GetToken") return isPrevented(fault) ? undefined : tokenAnswer(tokens, url, text, headers);
  tokens.requireToken(headers["authorization"]);
  if (route === undefined) throw new ScimError(404, `The emulator does not know ${context.req.method} ${url.pathname}`);
  limits.requireToken(route.operation);
  const body = readBody(text, headers["content-type"]);
  if (isPrevented(fault)) return undefined;
  const { findLagMs, filterCase } = faults.settings();
  return OPERATIONS[route.operation]({
    profile,
    directory,
    id: route.id,
    query: url.searchParams,
    body,
    ifMatch: headers["if-match"],
    base: `${url.origin}${profile.path}`,
    now: now(),
    behavior: { findLagMs, filterCase, fault },
  });
};

type Headers = Readonly<Record<string, string | undefined>>;

/** @throws ScimError 403 */
const requireHeaders = ({ requiredHeaders }: Profile, headers: Headers): void => {
  const missing = requiredHeaders.find((name) => !headers[name]?.trim());
  if (missing !== undefined) throw new ScimError(403, `The request has no ${missing} header`);
};

/** The parameters of a token request are in its form, or in the query, as Zoom has them. */
const tokenAnswer = (tokens: Tokens, url: URL, text: string, headers: Headers): Answer => {
  const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(text)]);
  const { status, body } = tokens.grant(form, headers["authorization"]);
  const plain = { "content-type": "application/json", "cache-control": "no-store" };
  return { status, body, headers: plain, userIds: [], committed: status === 200 };
};
