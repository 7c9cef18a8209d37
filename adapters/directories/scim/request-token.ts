import type { ScimAuth } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { Exchange, RawResponse } from "./exchange.ts";
import { memberOf, parseObject } from "./json.ts";
import { type ClientCredentials, readCredentials, readToken } from "./read-secret.ts";
import { safeUrl } from "./safe-url.ts";

/** A token, and for how long it holds, in ms; a bearer token from the secret does not end. */
export type Token = { readonly token: string; readonly lifetimeMs: number };

const OPERATION = "POST for an access token";

/** How a secret's text becomes a token. @throws Failure */
export const tokenRequests = (auth: ScimAuth, exchange: Exchange): ((secret: string) => Promise<Token>) => {
  if (auth.scheme === "bearer") {
    return async (secret) => ({ token: readToken(secret, auth), lifetimeMs: Number.POSITIVE_INFINITY });
  }
  const tokenUrl = safeUrl(auth.tokenUrl, "auth.tokenUrl");
  return async (secret) => {
    const credentials = readCredentials(secret, auth);
    const { url, body } = grantOf(auth, tokenUrl, credentials);
    const headers = {
      Accept: "application/json",
      Authorization: `Basic ${basic(credentials)}`,
      "Content-Type": "application/x-www-form-urlencoded",
    };
    return tokenOf(await exchange(OPERATION, { method: "POST", url, headers, body }), auth);
  };
};

/** Zoom takes its grant in the address, OAuth's own goes into the body. Source: RFC 6749, 4.4.2; Zoom's documentation. */
const grantOf = (
  { grant, scope }: Extract<ScimAuth, { readonly scheme: "oauth2" }>,
  tokenUrl: URL,
  { accountId }: ClientCredentials,
): { readonly url: URL; readonly body: string } => {
  const members = new URLSearchParams({ grant_type: grant, ...(scope === undefined ? {} : { scope }) });
  if (grant === "client_credentials") return { url: tokenUrl, body: members.toString() };
  const url = new URL(tokenUrl);
  if (accountId !== undefined) members.set("account_id", accountId);
  for (const [name, value] of members) url.searchParams.set(name, value);
  return { url, body: "" };
};

/** Source: RFC 6749, 2.3.1. */
const basic = ({ clientId, clientSecret }: ClientCredentials): string =>
  Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64");

const tokenOf = ({ status, text }: RawResponse, auth: ScimAuth): Token => {
  const body = parseObject(text);
  const seconds = Number(memberOf(body, "expires_in"));
  const token = memberOf(body, "access_token");
  if (status === 200 && typeof token === "string") {
    return { token: readToken(token, auth), lifetimeMs: seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY };
  }
  if (status === 429) throw new Failure("DirectoryThrottled", `${OPERATION} returned HTTP ${status}`);
  const isRefused = status >= 400 && status < 500;
  const code = isRefused ? "DirectoryAccessDenied" : "DirectoryUnavailable";
  throw new Failure(code, `${OPERATION} returned HTTP ${status}${status === 200 ? " without a token" : ""}`);
};
