import type { Command } from "commander";
import type { DeadLetterFilter } from "../dead-letters/dead-letter.ts";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { CATALOGUE, type HrEventType } from "../events/catalogue.ts";
import { QUEUES, type QueueName } from "./stage.ts";
import { UsageError } from "./usage-error.ts";

/** What every command on dead letters takes, as it was typed. */
export type DeadLetterOptions = {
  readonly stage: string;
  readonly queue?: string;
  readonly code?: string;
  readonly employee?: string;
  readonly type?: string;
  readonly since?: string;
  readonly until?: string;
  readonly id?: string;
  readonly limit?: string;
  readonly json?: boolean;
};

/** What is meant by it. */
export type Selection = {
  readonly queues: readonly QueueName[];
  readonly filter: DeadLetterFilter;
  readonly limit: number | undefined;
};

export const STAGE_HELP = "the stage, such as dev or prod; local is what `npm run dev` started";

export const withDeadLetterOptions = (command: Command): Command =>
  command
    .requiredOption("-s, --stage <stage>", STAGE_HELP)
    .option("-q, --queue <queue>", `only ${QUEUES.join(" or ")}`)
    .option("--code <code>", "only letters with this failure code")
    .option("--employee <id>", "only letters about this employee")
    .option("--type <type>", "only hired or role-changed events")
    .option("--since <time>", "only letters that came at or after this time (2026-03-01 or 2026-03-01T08:00:00Z)")
    .option("--until <time>", "only letters that came at or before this time")
    .option("--id <id>", "only this letter")
    .option("-n, --limit <count>", "at most so many letters")
    .option("--json", "print JSON on stdout");

/** Events by what may be typed for them: their kind, or their type. */
const TYPES: Readonly<Record<string, HrEventType>> = Object.fromEntries(
  EVENT_KINDS.flatMap((kind) => [kind, CATALOGUE[kind].type].map((name) => [name, CATALOGUE[kind].type])),
);

/** @throws UsageError that names the option */
export const selectionOf = (options: DeadLetterOptions): Selection => {
  requireStageName(options.stage);
  return {
    queues: queuesOf(options.queue),
    filter: {
      code: options.code,
      employee: options.employee,
      type: typeOf(options.type),
      since: timeOf("--since", options.since),
      until: timeOf("--until", options.until),
      id: options.id,
    },
    limit: options.limit === undefined ? undefined : positive("--limit", options.limit, true),
  };
};

const requireStageName = (stage: string): void => {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(stage)) {
    throw new UsageError(`--stage ${stage}: expected a stage's name, in small letters, digits and -`);
  }
};

const queuesOf = (queue: string | undefined): readonly QueueName[] => {
  if (queue === undefined) return QUEUES;
  const known = QUEUES.find((name) => name === queue);
  if (known === undefined) throw new UsageError(`--queue ${queue}: expected ${QUEUES.join(" or ")}`);
  return [known];
};

const typeOf = (type: string | undefined): HrEventType | undefined => {
  if (type === undefined) return undefined;
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (known === undefined) throw new UsageError(`--type ${type}: expected hired or role-changed`);
  return known;
};

/** A day alone means its beginning, in UTC. */
const timeOf = (option: string, text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time))
    throw new UsageError(`${option} ${text}: expected a date (2026-03-01) or a time (2026-03-01T08:00:00Z)`);
  return new Date(time).toISOString();
};

/** @throws UsageError */
export const positive = (option: string, text: string, whole: boolean): number => {
  const number = Number(text);
  const good = Number.isFinite(number) && number > 0 && (!whole || Number.isInteger(number));
  if (!good)
    throw new UsageError(`${option} ${text}: expected ${whole ? "a whole number of 1 or more" : "a number above 0"}`);
  return number;
};
