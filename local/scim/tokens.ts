import { randomUUID } from "node:crypto";
import type { JsonObject } from "./json-object.ts";
import type { Profile } from "./profile.ts";
import { ScimError } from "./scim-error.ts";

export const LOCAL_TOKEN = "local-token";
/** What the token endpoint takes; `accountId` for account credentials alone. */
export const LOCAL_CLIENT = { clientId: "local-client", clientSecret: "local-secret", accountId: "local-account" };

export type Credentials = { readonly token: string; readonly clientSecret: string };
export const LOCAL_CREDENTIALS: Credentials = { token: LOCAL_TOKEN, clientSecret: LOCAL_CLIENT.clientSecret };

/** The tokens that the emulator takes: one that lasts, and those of the token endpoint until they end. */
export const tokens = ({ oauth }: Profile, now: () => number) => {
  let credentials = LOCAL_CREDENTIALS;
  let issued = new Map<string, number>();
  return {
    /** Other credentials, or the usual ones; tokens that were issued end at once. */
    set: (changed: Credentials = LOCAL_CREDENTIALS): void => {
      credentials = changed;
      issued = new Map();
    },
    /** @throws ScimError 401 */
    requireToken: (authorization: string | undefined): void => {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
      if (token !== undefined && (token === credentials.token || (issued.get(token) ?? 0) > now())) return;
      throw new ScimError(401, "The token is missing, wrong or ended", { headers: { "www-authenticate": "Bearer" } });
    },
    /** The response of RFC 6749 §5.1, or the reason why there is none: §5.2. */
    grant: (
      form: URLSearchParams,
      authorization: string | undefined,
    ): { status: 200 | 400 | 401; body: JsonObject } => {
      if (oauth === undefined || form.get("grant_type") !== oauth.grant) return denied(400, "unsupported_grant_type");
      const { clientId, clientSecret } = clientOf(form, authorization);
      if (clientId !== LOCAL_CLIENT.clientId || clientSecret !== credentials.clientSecret) {
        return denied(401, "invalid_client");
      }
      if (oauth.grant === "account_credentials" && form.get("account_id") !== LOCAL_CLIENT.accountId) {
        return denied(400, "invalid_request");
      }
      const token = randomUUID();
      issued.set(token, now() + oauth.lifetimeSeconds * 1000);
      return { status: 200, body: { access_token: token, token_type: "bearer", expires_in: oauth.lifetimeSeconds } };
    },
  };
};

export type Tokens = ReturnType<typeof tokens>;

const denied = (status: 400 | 401, error: string) => ({ status, body: { error } });

/** By HTTP Basic or in the form: RFC 6749 §2.3.1. */
const clientOf = (form: URLSearchParams, authorization: string | undefined) => {
  const basic = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (basic === undefined) return { clientId: form.get("client_id"), clientSecret: form.get("client_secret") };
  const [clientId, ...secret] = Buffer.from(basic, "base64").toString().split(":");
  return { clientId, clientSecret: secret.join(":") };
};
