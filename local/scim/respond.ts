import { type Fault, isInstead } from "./faults.ts";
import { replacement } from "./instead.ts";
import type { Answer } from "./operations/operation.ts";
import { reshaped } from "./reshape.ts";
import { errorBody, type ScimError } from "./scim-error.ts";

const SCIM_JSON = { "content-type": "application/scim+json" };

/** The response of an operation, or what a fault puts in its place; undefined if it sends none. */
export const responseTo = (answer: Answer | undefined, fault: Fault | undefined): Response | undefined => {
  if (fault !== undefined && isInstead(fault)) return replacement(fault);
  if (answer === undefined) return undefined;
  const { status, body, headers } = reshaped(answer, fault);
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { ...(body !== undefined && SCIM_JSON), ...headers },
  });
};

/** The response of an error: RFC 7644 §3.12. */
export const refusal = (error: ScimError, fault: Fault | undefined): Response => {
  const { scimType: _, ...plain } = errorBody(error);
  const body = fault?.effect === "no-scim-type" ? plain : errorBody(error);
  return Response.json(body, { status: error.status, headers: { ...SCIM_JSON, ...error.headers } });
};
