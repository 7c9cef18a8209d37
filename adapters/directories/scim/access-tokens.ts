import { Failure } from "../../../domain/failures.ts";
import { errorName } from "../../error-names.ts";
import type { Token } from "./request-token.ts";

/** So long before its end, in ms, a token is renewed; at half of its life if that is shorter. */
const RENEW_BEFORE_MS = 60_000;
/** How long, in ms, a secret that was read again is not read once more: a whole batch may be refused at a time. */
const REREAD_AFTER_MS = 10_000;

export type TokenOptions = {
  /** The secret's text. The first may come from a cache, the second does not. */
  readonly secret: () => Promise<string>;
  readonly freshSecret: () => Promise<string>;
  readonly request: (secret: string) => Promise<Token>;
  readonly now: () => Date;
};

/**
 * `get` returns a token that has not ended. `renew` reads the secret again after a 401, since it may have been rotated,
 * and returns the refused token if there is no other. Whoever asks at the same time shares one request.
 * @throws Failure
 */
export type AccessTokens = { get(): Promise<string>; renew(refused: string): Promise<string> };

type Held = { readonly token: string; readonly renewAt: number };

export const accessTokens = ({ secret, freshSecret, request, now }: TokenOptions): AccessTokens => {
  let held: Held | undefined;
  let loading: Promise<Held> | undefined;
  let freshAt = Number.NEGATIVE_INFINITY;

  const load = async (read: () => Promise<string>): Promise<Held> => {
    const { token, lifetimeMs } = await request(await read().catch(unreadable));
    held = { token, renewAt: now().getTime() + Math.max(lifetimeMs - RENEW_BEFORE_MS, lifetimeMs / 2) };
    return held;
  };
  const isFresh = () => now().getTime() - freshAt < REREAD_AFTER_MS;
  const loadFresh = (): Promise<Held> => {
    freshAt = now().getTime();
    return load(freshSecret);
  };
  /** Credentials that are refused may be the cache's. */
  const loadAny = (): Promise<Held> =>
    load(secret).catch((error: unknown) => {
      if (isFresh() || !(error instanceof Failure && error.code === "DirectoryAccessDenied")) throw error;
      return loadFresh();
    });
  const share = (start: () => Promise<Held>): Promise<Held> => {
    loading ??= start().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    get: async () => {
      if (held !== undefined && now().getTime() < held.renewAt) return held.token;
      return (await share(loadAny)).token;
    },
    renew: async (refused) => {
      if (held !== undefined && held.token !== refused) return held.token;
      if (loading === undefined && isFresh()) return refused;
      return (await share(loadFresh)).token;
    },
  };
};

const unreadable = (error: unknown): never => {
  if (error instanceof Failure) throw error;
  throw new Failure("DirectoryAccessDenied", `the directory's secret could not be read: ${errorName(error)}`, {
    cause: error,
  });
};
