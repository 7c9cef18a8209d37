import type { JsonObject } from "../json-object.ts";
import type { Entry } from "../resource-store.ts";
import { badRequest } from "../scim-error.ts";
import { type Answer, hasEffect, type ScimRequest } from "./operation.ts";

/** One page of a list: RFC 7644 §3.4.2.4. @throws ScimError 400 for a `startIndex` or `count` that is no whole number */
export const pageOf = (
  request: ScimRequest,
  found: readonly Entry[],
  present: (entry: Entry) => JsonObject,
): Answer => {
  const { query, profile } = request;
  const startIndex = Math.max(1, whole(query, "startIndex") ?? 1);
  const count = Math.min(Math.max(0, whole(query, "count") ?? profile.maxPage), profile.maxPage);
  const from = hasEffect(request, "same-page") ? 0 : startIndex - 1;
  const isGone = hasEffect(request, "empty-page") && startIndex > 1;
  const Resources = isGone ? [] : found.slice(from, from + count).map(present);
  return {
    status: 200,
    body: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: found.length,
      startIndex,
      itemsPerPage: Resources.length,
      Resources,
    },
    userIds: [],
    committed: true,
  };
};

const whole = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw badRequest("invalidValue", `${name} is not a whole number`);
  return Number(text);
};
