import { measureAdapter } from "./adapter-rate.ts";
import { measureFootprint } from "./footprint.ts";
import { measureGrowth } from "./growth.ts";
import { median, percentile } from "./median.ts";
import type { Figures, Row } from "./results.ts";
import { isLicenseUpdate, type Run, runOnce, type TimedCall } from "./run.ts";
import { measureSingleHires } from "./single-hire.ts";
import { LOST_OR_DOUBLED, OURS, P1, SEQUENTIAL, SUBJECTS, type Subject, UNGUARDED } from "./subjects.ts";
import { mixed, roleChanges, type Workload } from "./workloads.ts";

export type Measurement = {
  readonly subject: string;
  readonly variant: string;
  /** Measured only in the first round, because it takes long and is compared with nothing. */
  readonly once?: boolean;
  readonly measure: () => Promise<Figures>;
};

/** Measurements that are reported together. `--only` takes the names. */
export type Section = {
  readonly name: string;
  /** Measures all rows at once. `measurements` are run one by one instead, interleaved. */
  readonly whole?: (packageDir: string, quick: boolean) => Promise<readonly Row[]>;
  readonly measurements?: (packageDir: string, quick: boolean) => readonly Measurement[];
};

const USERS_PER_CALL = 20;
const SEED = 1;

const isThrottled = ({ response }: TimedCall): boolean => response === 429;

const secondsOf = ({ calls, startedAt }: Run): number => (Math.max(...calls.map(({ at }) => at)) - startedAt) / 1000;

const wholeRun = (result: Run, { messages }: Workload): Figures => ({
  "calls per 1,000": (result.calls.length / messages.length) * 1000,
  "DynamoDB per 1,000": (result.dynamoDbRequests / messages.length) * 1000,
  "events/s": messages.length / secondsOf(result),
  "live heap, MB": Math.max(...result.liveHeaps) / 1e6,
  "429s": result.calls.filter(isThrottled).length,
  "dead letters": result.deadLetters,
  [LOST_OR_DOUBLED]: result.lostOrDoubled,
});

/** A sequential subject gets a tenth of the events: each event takes equally long, and even that takes a minute. */
const sizeFor = (subject: Subject, size: number): number => (SEQUENTIAL.includes(subject) ? size / 10 : size);

const reorganization: Section = {
  name: "reorganization",
  measurements: (packageDir, quick) =>
    SUBJECTS.map((subject) => ({
      subject: subject.name,
      variant: "",
      measure: async () => {
        const workload = roleChanges(sizeFor(subject, quick ? 200 : 10_000));
        return wholeRun(await runOnce({ packageDir, subject, workload }), workload);
      },
    })),
};

const everyday: Section = {
  name: "mixed",
  measurements: (packageDir, quick) =>
    (quick ? [OURS] : SUBJECTS)
      .filter((subject) => subject !== UNGUARDED)
      .map((subject) => ({
        subject: subject.name,
        variant: "",
        once: subject !== OURS,
        measure: async () => {
          const workload = mixed(sizeFor(subject, quick ? 300 : 10_000), SEED);
          return wholeRun(await runOnce({ packageDir, subject, workload }), workload);
        },
      })),
};

/**
 * `whole`: how long a limited directory is watched, in seconds; `from`: when counting starts, in seconds; `most`: the
 * most events per second that are prepared.
 */
type Watch = { readonly whole: number; readonly from: number; readonly most: number };
const RATES: readonly { readonly rateLimit: number; readonly ours: Watch; readonly theirs: Watch }[] = [
  { rateLimit: 5, ours: { whole: 110, from: 40, most: 100 }, theirs: { whole: 25, from: 10, most: 100 } },
  { rateLimit: 10, ours: { whole: 80, from: 30, most: 200 }, theirs: { whole: 25, from: 10, most: 100 } },
  { rateLimit: 50, ours: { whole: 30, from: 12, most: 1_100 }, theirs: { whole: 25, from: 10, most: 200 } },
];
const QUICK_RATES: typeof RATES = [
  { rateLimit: 10, ours: { whole: 4, from: 2, most: 400 }, theirs: { whole: 3, from: 1, most: 30 } },
];

const rates: Section = {
  name: "rates",
  measurements: (packageDir, quick) =>
    (quick ? QUICK_RATES : RATES).flatMap(({ rateLimit, ours, theirs }) =>
      [OURS, P1].map((subject) => ({
        subject: subject.name,
        variant: `${rateLimit} calls a second`,
        measure: async () => {
          const { whole, from, most } = subject === OURS ? ours : theirs;
          // More than can be handled in the time.
          const workload = roleChanges(Math.ceil(most * whole * 1.1));
          const { startedAt, calls, lostOrDoubled } = await runOnce({
            packageDir,
            subject,
            workload,
            rateLimit,
            seconds: whole,
          });
          const counted = calls.filter(({ at }) => at >= startedAt + from * 1000 && at < startedAt + whole * 1000);
          return { ...steady(counted, whole - from, rateLimit), [LOST_OR_DOUBLED]: lostOrDoubled };
        },
      })),
    ),
};

const steady = (calls: Run["calls"], seconds: number, rateLimit: number): Figures => {
  const updates = calls.filter(isLicenseUpdate).reduce((sum, { userIds }) => sum + userIds.length, 0);
  const throttled = calls.filter(isThrottled).length;
  return {
    "events/s": updates / seconds,
    "of 20 a call, %": (100 * updates) / seconds / (rateLimit * USERS_PER_CALL),
    "throttled, %": (100 * throttled) / Math.max(1, calls.length),
  };
};

/** Only the license calls, without queues and tables, because those are slower than the directory's limit. */
const adapter: Section = {
  name: "adapter",
  measurements: (_, quick) =>
    [10, 50].slice(quick ? 1 : 0).map((rateLimit) => ({
      subject: "license calls alone",
      variant: `${rateLimit} calls a second`,
      measure: async () => {
        const [whole, from] = quick ? [3, 1] : [80, 30];
        return steady(await measureAdapter(rateLimit, whole, from), whole - from, rateLimit);
      },
    })),
};

/** The rate that the slowest subject can just sustain. */
const PER_SECOND = 10;

const paced: Section = {
  name: "paced",
  measurements: (packageDir, quick) =>
    (quick ? [OURS] : SUBJECTS).map((subject) => ({
      subject: subject.name,
      variant: "",
      measure: async () => {
        const workload = roleChanges(quick ? 30 : 150);
        const { latencies, lostOrDoubled } = await runOnce({ packageDir, subject, workload, perSecond: PER_SECOND });
        const [p50, p99] = [median(latencies), percentile(latencies, 0.99)];
        return { "p50, ms": p50, "p99, ms": p99, [LOST_OR_DOUBLED]: lostOrDoubled };
      },
    })),
};

const singleHire: Section = {
  name: "single-hire",
  measurements: (packageDir, quick) =>
    [OURS, P1].map((subject) => ({
      subject: subject.name,
      variant: "",
      measure: () => measureSingleHires(packageDir, subject, quick ? 1 : 50),
    })),
};

const footprint: Section = { name: "footprint", whole: measureFootprint };
const growth: Section = {
  name: "growth",
  whole: async (packageDir, quick) => measureGrowth(packageDir, quick ? [100, 500] : [1_000, 10_000, 100_000]),
};

export const SECTIONS: readonly Section[] = [
  reorganization,
  rates,
  adapter,
  everyday,
  paced,
  singleHire,
  footprint,
  growth,
];
