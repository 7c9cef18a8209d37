import type { ScimAuth } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { memberOf, parseObject } from "./json.ts";

export type ClientCredentials = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accountId?: string;
};

/** What a header may have. Anything else would come back in the error of whoever refuses it. Source: RFC 6750, 2.1. */
const TOKEN = /^[\w\-.~+/:=!#$%&'*^`|]+$/;

/**
 * The token in a secret: the text itself, or `{ "token": … }`.
 * @throws Failure `DirectoryAccessDenied`, without the secret's text
 */
export const readToken = (text: string, { secret }: ScimAuth): string => {
  const json = parseObject(text);
  const token = json === undefined ? text.trim() : memberOf(json, "token");
  if (typeof token === "string" && TOKEN.test(token)) return token;
  throw new Failure("DirectoryAccessDenied", `the secret ${secret} has no token: expected it alone, or {"token": …}`);
};

/**
 * The credentials of an OAuth client in a secret: `{ "clientId": …, "clientSecret": …, "accountId"?: … }`.
 * @throws Failure `DirectoryAccessDenied`, without the secret's text
 */
export const readCredentials = (text: string, { secret }: ScimAuth): ClientCredentials => {
  const json = parseObject(text);
  const [clientId, clientSecret, accountId] = ["clientId", "clientSecret", "accountId"].map((each) =>
    memberOf(json, each),
  );
  if (typeof clientId === "string" && typeof clientSecret === "string") {
    return { clientId, clientSecret, ...(typeof accountId === "string" ? { accountId } : {}) };
  }
  const expected = '{"clientId": …, "clientSecret": …}, and "accountId" for account_credentials';
  throw new Failure("DirectoryAccessDenied", `the secret ${secret} has no credentials: expected ${expected}`);
};
