import { ChimeClient, type ChimeClientConfig } from "@aws-sdk/client-chime";
import { AdaptiveRetryStrategy } from "@smithy/core/retry";
import { limitBody, NEXT_TO_WIRE } from "../../limit-body.ts";
import { rateGovernor } from "../rate-governor.ts";

/**
 * Amazon Chime's user API has one endpoint, whatever region the rest runs in. Source: AWS General Reference, Chime
 * endpoints.
 */
const CHIME_REGION = "us-east-1";

/**
 * A response slower than this, in ms, counts as lost: well inside the function's time-out, so that a record fails, not
 * the batch.
 */
const CHIME_TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

type Retries = Pick<AdaptiveRetryStrategy, "acquireInitialRetryToken" | "refreshRetryTokenForRetry" | "recordSuccess">;

/**
 * What a function needs after it has waited for the directory, in ms: the call itself, and a confirmation. If there is
 * little time, half of it.
 */
const RESERVE = CHIME_TIMEOUTS.requestTimeout + 3_000;

/**
 * The Chime clients: `find` for what is safe to repeat; `create` for CreateUser, which nobody may send twice; `update`
 * for licenses, which repeats only what was throttled. They share one rate. `waitWithin` says, in ms from now, how much
 * time there is: finds wait for their turn for a third of it, creations for two thirds.
 */
export type ChimeClients = {
  readonly find: ChimeClient;
  readonly create: ChimeClient;
  readonly update: ChimeClient;
  waitWithin(milliseconds: number): void;
};

export const chimeClients = (options: Pick<ChimeClientConfig, "endpoint" | "credentials"> = {}): ChimeClients => {
  const governor = rateGovernor();
  const clientWith = (retryStrategy: Retries) => {
    const client = new ChimeClient({ ...options, region: CHIME_REGION, retryStrategy, requestHandler: CHIME_TIMEOUTS });
    client.middlewareStack.add(limitBody(CHIME_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);
    return client;
  };
  const attempts = (count: number, shareOfTime: number) =>
    new AdaptiveRetryStrategy(count, { rateLimiter: governor.limiter(shareOfTime) });
  return {
    find: clientWith(attempts(3, 1 / 3)),
    create: clientWith(attempts(1, 2 / 3)),
    update: clientWith(ifThrottled(attempts(3, 1))),
    waitWithin: (milliseconds) => governor.waitFor(Math.max(milliseconds - RESERVE, milliseconds / 2)),
  };
};

/**
 * Repeats only what was throttled, and so had no effect. An update whose response was lost may land after a newer one:
 * then its event must come again, because it sets the newest license, and a repetition by the client would hide that.
 */
const ifThrottled = (strategy: AdaptiveRetryStrategy): Retries => ({
  acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
  refreshRetryTokenForRetry: (token, error) =>
    strategy.refreshRetryTokenForRetry(
      token,
      error.errorType === "TRANSIENT" ? { ...error, errorType: "SERVER_ERROR" } : error,
    ),
  recordSuccess: (token) => strategy.recordSuccess(token),
});
