import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { errorName } from "../adapters/error-names.ts";
import type { License } from "../domain/accounts/license.ts";
import type { Failure } from "../domain/failures.ts";
import type { StagePolicy } from "../domain/policy/license-policy.ts";
import type { Outcome } from "../domain/reconcile/outcome.ts";

/**
 * What every log line of a record carries, beside `event`, which says what happened. Employee and event IDs only: no
 * email and no name may ever be added here.
 */
export type RecordContext = {
  readonly messageId: string;
  readonly receiveCount: number;
  readonly eventId?: string;
  readonly employeeId?: string;
};

/** Service name, log level and metrics namespace come from Powertools' own environment variables. */
export const telemetry = () => {
  const logger = new Logger();
  const metrics = new Metrics();
  const count = (name: string) => metrics.addMetric(name, MetricUnit.Count, 1);

  const countThrottled = ({ code }: Failure) => {
    if (code === "DirectoryThrottled") count("DirectoryThrottled");
  };

  return {
    logger,
    metrics,

    /** The first line of each cold start. */
    started({ stage, digest }: StagePolicy): void {
      logger.info("function started", { event: "started", stage, policyDigest: digest });
    },

    handled(context: RecordContext, { licenseChanged, steps, ...outcome }: Outcome): void {
      if (outcome.outcome === "created") count("UsersCreated");
      if (outcome.outcome === "duplicate") count("DuplicateEvents");
      if (outcome.outcome === "stale") count("StaleEvents");
      if (licenseChanged) count("LicensesChanged");
      const done = steps.length === 0 ? {} : { steps };
      logger.info("event handled", { event: "handled", ...context, ...outcome, ...done });
    },

    willRetry(context: RecordContext, failure: Failure, seconds: number): void {
      count("Retries");
      countThrottled(failure);
      logger.warn("event will be tried again", {
        event: "will-retry",
        ...context,
        ...described(failure),
        retryInSeconds: seconds,
      });
    },

    deadLettered(context: RecordContext, failure: Failure): void {
      count("DeadLetters");
      countThrottled(failure);
      logger.error("event dead-lettered", { event: "dead-lettered", ...context, ...described(failure) });
    },

    /** A gauge for each license; each is a metric of its own, because their dimension differs. */
    seats(seats: Readonly<Record<License, number>>): void {
      for (const [license, number] of Object.entries(seats)) {
        const gauge = metrics.singleMetric();
        gauge.addDimension("license", license);
        gauge.addMetric("Seats", MetricUnit.Count, number);
      }
      logger.info("seats counted", { event: "seats-counted", seats });
    },

    sqsFailed(context: RecordContext, operation: string, error: unknown): void {
      logger.error(`${operation} failed`, { event: "sqs-failed", ...context, cause: errorName(error) });
    },
  };
};

export type Telemetry = ReturnType<typeof telemetry>;

/** The cause's name and frames, without its message: an SDK's message may repeat what was sent. */
const described = ({ code, message, cause }: Failure) => ({
  code,
  reason: message,
  ...(cause === undefined ? {} : { cause: errorName(cause), frames: framesOf(cause) }),
});

/** The first frames of a stack, behind the message that it begins with: a line of that may look like a frame. */
const framesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error) || !error.stack?.includes(error.message)) return [];
  const frames = error.stack.slice(error.stack.indexOf(error.message) + error.message.length).split("\n");
  return frames.flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : [])).slice(0, 5);
};
