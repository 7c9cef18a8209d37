import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import type { Timer } from "../../timer.ts";
import { type Pace, type RateGovernor, REAL_PACE } from "../rate-governor.ts";
import { type AccessTokens, accessTokens } from "./access-tokens.ts";
import { type Send, scimClient } from "./client.ts";
import { exchanges, type Fetch } from "./exchange.ts";
import { tokenRequests } from "./request-token.ts";

/**
 * `baseUrl` is the file's, or the emulator's. `secret` returns the secret's text and may cache it; `freshSecret` reads
 * it again.
 */
export type ScimOptions = {
  readonly file: ScimFile;
  readonly baseUrl: string;
  readonly secret: () => Promise<string>;
  readonly freshSecret: () => Promise<string>;
  readonly timer: Timer;
  readonly fetch?: Fetch;
  readonly now?: () => Date;
  readonly pace?: Pace;
};

/** The tokens of a server, and its calls, which may be sent until a signal aborts. */
type ScimConnection = { readonly tokens: AccessTokens; open(signal: AbortSignal): Send };

/** @throws Error if the address is none that a token may be sent to */
export const scimConnection = (
  { file, baseUrl, secret, freshSecret, timer, fetch = globalThis.fetch, now = () => new Date(), pace }: ScimOptions,
  governor: RateGovernor,
): ScimConnection => {
  const { random } = pace ?? REAL_PACE;
  const exchange = exchanges({ fetch, timer });
  const tokens = accessTokens({ secret, freshSecret, request: tokenRequests(file.auth, exchange), now });
  return { tokens, open: scimClient({ file, baseUrl, exchange, tokens, governor, random, timer }) };
};
