import { type ScimAnswer, scimError } from "./scim-messages.ts";

const reset = () =>
  Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });

const PROXY = { status: 502, headers: { "content-type": "text/html" }, body: "<html>Bad Gateway</html>" };

/** Retryable ones come first: one that is not retryable ends its event early. */
const REFUSALS: readonly (() => ScimAnswer | Error)[] = [
  () => ({ ...scimError(429), headers: { "retry-after": "2" } }),
  () => scimError(503),
  () => PROXY,
  () => scimError(401),
  () => scimError(403),
  () => scimError(404),
  // An error's body under a 200.
  () => ({ ...scimError(500), status: 200 }),
  // Long, and as a date.
  () => ({ ...scimError(429), headers: { "retry-after": new Date(Date.now() + 90_000).toISOString() } }),
  reset,
];

/** What a SCIM server, or what stands before it, says to a request that nothing was done about. */
export const scimRefusal = (code: number): ScimAnswer | Error => (REFUSALS[code % REFUSALS.length] ?? reset)();

const NO_RESPONSES: readonly (() => ScimAnswer | Error)[] = [reset, () => scimError(500), () => PROXY];

/** What a caller gets instead of the answer to a request that takes effect. */
export const noScimResponse = (code: number): ScimAnswer | Error =>
  (NO_RESPONSES[code % NO_RESPONSES.length] ?? reset)();
