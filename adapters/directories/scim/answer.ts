import { getRetryAfterHint } from "@smithy/core/retry";
import type { RawResponse } from "./exchange.ts";
import { isSameText, type Json, memberOf, parseObject, textOf } from "./json.ts";

/** Source: RFC 7644, 3.12. */
const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/**
 * What the directory said. `status` is that of an error in the body if the response itself has a 2xx. `body` is there if
 * it is a JSON object; `isScimError` says that it is a SCIM server's error, not a proxy's.
 */
export type Answer = {
  readonly status: number;
  readonly body?: Json;
  readonly text: string;
  readonly isScimError: boolean;
  readonly scimType?: string;
  readonly etag?: string;
  readonly retryAfterMs?: number;
};

export const isDone = ({ status }: Answer): boolean => status >= 200 && status < 300;

export const readAnswer = ({ status, headers, text }: RawResponse): Answer => {
  const body = parseObject(text.replace(/^\uFEFF/, ""));
  // Slack's errors have a form of their own: `{ Errors: { description, code } }`.
  const isScimError = hasSchema(body, ERROR_SCHEMA) || memberOf(body, "Errors") !== undefined;
  const scimType = isScimError ? textOf(memberOf(body, "scimType")) : undefined;
  const etag = headers.get("etag") ?? textOf(memberOf(memberOf(body, "meta"), "version"));
  const retryAfterMs = retryAfter(headers.get("retry-after"));
  return {
    status: isScimError && status < 300 ? statusInBody(body) : status,
    ...(body === undefined ? {} : { body }),
    text,
    isScimError,
    ...(scimType === undefined ? {} : { scimType }),
    ...(etag ? { etag } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};

const hasSchema = (body: Json | undefined, urn: string): boolean => {
  const schemas = memberOf(body, "schemas");
  return Array.isArray(schemas) && schemas.some((each) => typeof each === "string" && isSameText(each, urn));
};

/** The status of an error that came with a 2xx. */
const statusInBody = (body: Json | undefined): number => {
  const code = Number(textOf(memberOf(body, "status")) ?? textOf(memberOf(memberOf(body, "Errors"), "code")));
  return code >= 400 && code < 600 ? code : 500;
};

/** Seconds, an HTTP date or an ISO 8601 one, as Zoom's daily limit has it. */
const retryAfter = (header: string | null): number | undefined => {
  if (header === null) return undefined;
  const hint = getRetryAfterHint({ statusCode: 429, headers: { "retry-after": header.trim() } });
  const ms = (hint?.getTime() ?? Number.NaN) - Date.now();
  return ms > 0 ? ms : undefined;
};
