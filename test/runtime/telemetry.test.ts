import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "../../domain/failures.ts";
import { telemetry } from "../../runtime/telemetry.ts";

let lines: Record<string, unknown>[] = [];

beforeEach(() => {
  lines = [];
  for (const [name, value] of Object.entries({
    POWERTOOLS_DEV: "true", // then everything is written through the global console
    POWERTOOLS_METRICS_DISABLED: "false", // which development mode would do
    POWERTOOLS_METRICS_NAMESPACE: "Seatkeeper",
    POWERTOOLS_SERVICE_NAME: "seatkeeper-prod",
    POWERTOOLS_LOG_LEVEL: "INFO",
  }))
    vi.stubEnv(name, value);
  for (const method of ["info", "warn", "error", "log"] as const)
    vi.spyOn(console, method).mockImplementation((line) => void lines.push(JSON.parse(line)));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const CONTEXT = { messageId: "m1", receiveCount: 2, eventId: "hire-1", employeeId: "E1" };
/** An error as Powertools and the SDK throw them: with personal data in its text. */
class PersistenceLayerError extends Error {
  override readonly name = "PersistenceLayerError";
}
const personal = () => new PersistenceLayerError("ana@example.com\n    at Ana Diaz");
const throttled = () => new Failure("DirectoryThrottled", "slow down", { cause: personal() });

/** What was logged, and the metrics as CloudWatch reads them. */
const written = (logged: ReturnType<typeof telemetry>) => {
  if (logged.metrics.hasStoredMetrics()) logged.metrics.publishStoredMetrics();
  const log = lines.filter((line) => !("_aws" in line)).map(({ timestamp: _, sampling_rate: __, ...line }) => line);
  return { log, metrics: lines.filter((line) => "_aws" in line).map(metricsIn) };
};
const metricsIn = ({ _aws, ...values }: Record<string, unknown>) => {
  const { CloudWatchMetrics } = _aws as { CloudWatchMetrics: readonly object[] };
  return { ...CloudWatchMetrics[0], values };
};
/** Metrics of the stage's service. */
const counted = (...names: readonly string[]) => ({
  Namespace: "Seatkeeper",
  Dimensions: [["service"]],
  Metrics: names.map((Name) => ({ Name, Unit: "Count" })),
  values: { service: "seatkeeper-prod", ...Object.fromEntries(names.map((name) => [name, 1])) },
});
const line = (level: string, message: string, members: object) => ({
  level,
  message,
  service: "seatkeeper-prod",
  ...members,
});
const FRAMES = expect.arrayContaining([expect.stringMatching(/^at /)]);

test("another try is a warning with the reason, the wait, and the cause without its text", () => {
  const logged = telemetry();
  logged.willRetry(CONTEXT, throttled(), 30);
  expect(written(logged)).toEqual({
    log: [
      line("WARN", "event will be tried again", {
        event: "will-retry",
        ...CONTEXT,
        code: "DirectoryThrottled",
        reason: "slow down",
        cause: "PersistenceLayerError",
        frames: FRAMES,
        retryInSeconds: 30,
      }),
    ],
    metrics: [counted("Retries", "DirectoryThrottled")],
  });
  expect(JSON.stringify(lines)).not.toMatch(/ana@|Ana/);
});

test("a dead letter is an error with the reason, and the cause without its text", () => {
  const logged = telemetry();
  logged.deadLettered(CONTEXT, throttled());
  expect(written(logged)).toEqual({
    log: [
      line("ERROR", "event dead-lettered", {
        event: "dead-lettered",
        ...CONTEXT,
        code: "DirectoryThrottled",
        reason: "slow down",
        cause: "PersistenceLayerError",
        frames: FRAMES,
      }),
    ],
    metrics: [counted("DeadLetters", "DirectoryThrottled")],
  });
  expect(JSON.stringify(lines)).not.toMatch(/ana@|Ana/);
});

test("a failure of SQS is an error with the operation, without its text", () => {
  const logged = telemetry();
  logged.sqsFailed(CONTEXT, "SendMessage", personal());
  expect(written(logged)).toEqual({
    log: [line("ERROR", "SendMessage failed", { event: "sqs-failed", ...CONTEXT, cause: "PersistenceLayerError" })],
    metrics: [],
  });
});

test.each([
  ["created", true, ["UsersCreated", "LicensesChanged"]],
  ["updated", true, ["LicensesChanged"]],
  ["unchanged", false, []],
  ["duplicate", false, ["DuplicateEvents"]],
  ["stale", false, ["StaleEvents"]],
] as const)("an event that is %s (license changed: %s) counts as %j", (outcome, licenseChanged, names) => {
  const logged = telemetry();
  logged.handled(CONTEXT, { outcome, licenseChanged, license: "Pro", rule: "titled Pro", steps: [] });
  expect(written(logged)).toEqual({
    log: [
      line("INFO", "event handled", {
        event: "handled",
        ...CONTEXT,
        outcome,
        license: "Pro",
        rule: "titled Pro",
      }),
    ],
    metrics: names.length === 0 ? [] : [counted(...names)],
  });
});

test("seats are a gauge for each license", () => {
  const logged = telemetry();
  logged.seats({ Basic: 3, Plus: 0, Pro: 2, ProTrial: 0 });
  const gauge = (license: string, Seats: number) => ({
    Namespace: "Seatkeeper",
    Dimensions: [["service", "license"]],
    Metrics: [{ Name: "Seats", Unit: "Count" }],
    values: { service: "seatkeeper-prod", license, Seats },
  });
  expect(written(logged)).toEqual({
    log: [line("INFO", "seats counted", { event: "seats-counted", seats: { Basic: 3, Plus: 0, Pro: 2, ProTrial: 0 } })],
    metrics: [gauge("Basic", 3), gauge("Plus", 0), gauge("Pro", 2), gauge("ProTrial", 0)],
  });
});
