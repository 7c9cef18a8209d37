import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { errorName } from "../adapters/error-names.ts";
import type { EmployeeCounts } from "../adapters/state/count-employees.ts";
import type { Waiting } from "../domain/employee-record.ts";
import type { Failure } from "../domain/failures.ts";
import type { StagePolicy } from "../domain/policy/license-policy.ts";
import type { Outcome } from "../domain/reconcile/outcome.ts";
import type { ResyncReason } from "../events/resync.ts";
import type { WakeSummary } from "./wake-due.ts";

/**
 * What every log line of a record carries, beside `event`, which says what happened. Employee and event IDs only: no
 * email and no name may ever be added here.
 */
export type RecordContext = {
  readonly messageId: string;
  readonly receiveCount: number;
  readonly eventId?: string;
  readonly employeeId?: string;
  /** Why the employee was to be looked at again, if the record is no event. */
  readonly resync?: ResyncReason;
};

/** What an outcome counts as, beside the license that it may have changed. */
const METRICS: Partial<Readonly<Record<Outcome["outcome"], string>>> = {
  created: "UsersCreated",
  released: "UsersReleased",
  reactivated: "UsersReactivated",
  duplicate: "DuplicateEvents",
  stale: "StaleEvents",
  waiting: "EventsWaiting",
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
      const metric = METRICS[outcome.outcome];
      if (metric !== undefined) count(metric);
      if (licenseChanged) count("LicensesChanged");
      const done = steps.length === 0 ? {} : { steps };
      logger.info("event handled", { event: "handled", ...context, ...outcome, ...done });
    },

    /** The employee's record waits for the directory in the event's place. */
    postponed(context: RecordContext, waiting: Waiting): void {
      count("EventsWaiting");
      count("DirectoryThrottled");
      const { because, until } = waiting;
      logger.warn("event waits for the directory", {
        event: "handled",
        ...context,
        outcome: "waiting",
        because,
        until,
      });
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
    seats(seats: EmployeeCounts["seats"]): void {
      for (const [license, number] of Object.entries(seats)) {
        const gauge = metrics.singleMetric();
        gauge.addDimension("license", license);
        gauge.addMetric("Seats", MetricUnit.Count, number);
      }
      logger.info("seats counted", { event: "seats-counted", seats });
    },

    /** A gauge for each reason, as for the licenses. */
    waiting(waiting: EmployeeCounts["waiting"]): void {
      for (const [because, number] of Object.entries(waiting)) {
        const gauge = metrics.singleMetric();
        gauge.addDimension("because", because);
        gauge.addMetric("Waiting", MetricUnit.Count, number);
      }
      logger.info("waiting employees counted", { event: "waiting-counted", waiting });
    },

    /** What a run of `wakeWaiting` did. */
    woken({ sent, failed, oldestOverdueSeconds }: WakeSummary): void {
      metrics.addMetric("WakeUpsSent", MetricUnit.Count, sent);
      metrics.addMetric("OldestOverdueSeconds", MetricUnit.Seconds, oldestOverdueSeconds);
      const level = failed === 0 ? "info" : "error";
      logger[level]("wake-ups sent", { event: "wake-ups-sent", sent, failed, oldestOverdueSeconds });
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
