import { parse } from "yaml";
import * as z from "zod";
import { CHIME_ACCOUNT_TYPES } from "../domain/accounts/directory-file.ts";
import { FACT_KINDS } from "../domain/facts/hr-event.ts";
import { oneOf } from "./nearest.ts";

/** A stage is missing or wrong in config/stages.yml. The message names file, stage, setting and what is expected. */
export class StageSettingsError extends Error {}

const FILE = "config/stages.yml";

/** What CloudWatch Logs can keep. Source: the API reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** More than 20 users do not fit one BatchUpdateUser, but they may share an invocation. */
const batch = z
  .strictObject({ size: z.int().min(1).max(10_000), window: seconds(0, 300) })
  .refine(({ size, window }) => size <= 10 || window >= 1, {
    path: ["window"],
    message: "expected at least 1 if size is above 10",
  });

/** `service` and `stage` are Seatkeeper's own. Source for the rest: Tagging AWS Resources user guide. */
const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!aws:)(?!(service|stage)$)/i, "expected a key that is not service, stage or aws:…");

const ACCOUNT = "expected 12 digits in quotes";

/** What stands for `${NAME}` in a directory file. It may be a part of an address, and must not change the rest of it. */
const variables = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]*$/, "expected a name of capitals, digits and _"),
  z
    .string("expected a text in quotes")
    .regex(/^\w[\w.~-]*$/, "expected a letter or digit, then letters, digits and the signs . _ ~ -"),
);

/** Limits are AWS's own (SQS, Lambda event sources) unless a comment says otherwise. */
const schema = z
  .strictObject({
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected an AWS region such as us-east-1"),
    awsAccountId: z
      .string(ACCOUNT)
      .regex(/^(\d{12})?$/, ACCOUNT)
      .default(""),
    // A file of config/directories/, and what its variables are.
    directory: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "expected the name of a file of config/directories without .yml")
      .default("chime"),
    variables: variables.default({}),
    chimeAccountId: z.string().trim().optional(),
    chimeAccountType: z.enum(CHIME_ACCOUNT_TYPES).optional(),
    bus: z.string().optional(),
    // A call of a function that was killed must be over before a leaver's account passes on: adapters/state/claims.ts.
    functionTimeout: seconds(1, 90),
    batches: z.record(z.enum(FACT_KINDS), batch),
    maximumConcurrency: z.int().min(2).max(1_000),
    maxReceiveCount: z.int().min(1).max(1_000),
    retryBase: seconds(1, 900),
    retryMax: seconds(1, 43_200),
    // Longer than a leaver's account stays hers (CLAIM_FENCE_MS); a hire that takes a week is not on its way.
    hireGrace: seconds(180, 604_800),
    leave: z.strictObject({ license: z.string().optional(), suspend: z.boolean() }).optional(),
    logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]),
    logRetentionDays: z.literal(RETENTION_DAYS),
    alarmEmail: z.union([z.literal(""), z.email()]),
    // Half of the time that SQS keeps a message: then another alarm rings.
    oldestMessageAlarm: seconds(60, 604_800),
    seatQuotas: z.record(z.string(), z.int().min(1)).default({}),
    keepData: z.boolean(),
    tags: z.record(tagKey, z.string().max(256)).default({}),
  })
  .refine(({ retryBase, retryMax }) => retryBase <= retryMax, {
    path: ["retryMax"],
    message: "expected at least retryBase",
  });

/** A stage's settings as they stand in the file; times in seconds. */
export type StageSettings = z.infer<typeof schema>;
/** How many messages an invocation is handed, and how long they may wait for each other. */
export type Batch = z.infer<typeof batch>;

/** The settings, and what follows from them. */
export type ResolvedSettings = StageSettings & {
  readonly visibilityTimeout: number;
  readonly deletionPolicy: "Retain" | "Delete";
};

/**
 * AWS advises a visibility of six times the function's time-out, and the batching window.
 * Source: Lambda developer guide, "Using Lambda with Amazon SQS".
 */
const VISIBILITY_FACTOR = 6;

/** The names of the stages in the text of config/stages.yml, in its order. */
export const stagesIn = (text: string): readonly string[] => Object.keys(parseStages(text));

/** The settings of one stage, from the text of config/stages.yml. @throws StageSettingsError */
export const readStageSettings = (text: string, stage: string): ResolvedSettings => {
  const stages = parseStages(text);
  if (!Object.hasOwn(stages, stage)) {
    const known = Object.keys(stages).join(", ");
    throw new StageSettingsError(`There is no stage "${stage}" in ${FILE}: choose one of ${known}, or add it there`);
  }
  const settings = parseSettings(stages, stage);
  const { bus } = settings;
  const problem = bus === undefined ? undefined : busProblem(stage, settings, bus, stages);
  if (problem !== undefined) throw new StageSettingsError(`${FILE}: ${stage}.bus: ${problem}`);
  return {
    ...settings,
    visibilityTimeout:
      VISIBILITY_FACTOR * settings.functionTimeout +
      Math.max(...Object.values(settings.batches).map(({ window }) => window)),
    deletionPolicy: settings.keepData ? "Retain" : "Delete",
  };
};

type Stages = Readonly<Record<string, unknown>>;

const parseSettings = (stages: Stages, stage: string): StageSettings => {
  const result = schema.safeParse(stages[stage]);
  if (!result.success) throw new StageSettingsError(describe(stage, result.error));
  return result.data;
};

/** A rule hears a bus of its own account and region. One on a bus that is itself another's would hear nothing. */
const busProblem = (stage: string, settings: StageSettings, bus: string, stages: Stages): string | undefined => {
  const others = Object.keys(stages).filter((name) => name !== stage && name !== LOCAL);
  if (bus === stage) return "it is the stage itself: leave it out, or name another stage";
  if (stage === LOCAL || bus === LOCAL) return `${LOCAL} is not on AWS, and shares no bus: leave it out`;
  if (!others.includes(bus)) return `there is no stage ${bus}: expected ${oneOf(others, bus)}`;
  const other = parseSettings(stages, bus);
  if (other.bus !== undefined) return `${bus} is on the bus of ${other.bus} itself: expected ${other.bus}`;
  const differs = (["region", "awsAccountId"] as const).find((setting) => other[setting] !== settings[setting]);
  return differs && `${bus} has another ${differs}: expected a stage of the same region and AWS account`;
};

/** The embedded stack emulates the account that its settings name, whatever the environment says. */
export const LOCAL = "local";

const parseStages = (text: string): Stages => parse(text, { merge: true }) ?? {};

const describe = (stage: string, { issues }: z.ZodError): string =>
  issues.map((issue) => `${FILE}: ${[stage, ...issue.path].join(".")}: ${reasonOf(issue)}`).join("\n");

/** Zod says only that a key is invalid, and why in an issue of its own. */
const reasonOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_key" ? issue.issues.map(({ message }) => message).join(", ") : issue.message;
