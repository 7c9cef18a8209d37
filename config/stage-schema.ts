import * as z from "zod";
import { CHIME_ACCOUNT_TYPES } from "../domain/accounts/directory-file.ts";
import { FACT_KINDS } from "../domain/facts/hr-event.ts";
import { memberOfEach, members } from "./known-members.ts";

/** What CloudWatch Logs can keep. Source: the API reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** More than 20 users do not fit one BatchUpdateUser, but they may share an invocation. */
const batch = members({ size: z.int().min(1).max(10_000), window: seconds(0, 300) }).refine(
  ({ size, window }) => size <= 10 || window >= 1,
  {
    path: ["window"],
    message: "expected at least 1 if size is above 10",
  },
);

/** `service` and `stage` are Seatkeeper's own. Source for the rest: Tagging AWS Resources user guide. */
const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!aws:)(?!(service|stage)$)/i, "expected a key that is not service, stage or aws:…");

/** What stands for `${NAME}` in a directory file. It may be a part of an address, and must not change the rest of it. */
const variables = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]*$/, "expected a name of capitals, digits and _"),
  z.string().regex(/^\w[\w.~-]*$/, "expected a letter or digit, then letters, digits and the signs . _ ~ -"),
);

const ADDRESS = 'expected an email address, or "" for nobody';

/** Limits are AWS's own (SQS, Lambda event sources) unless a comment says otherwise. */
export const stageSchema = members({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected an AWS region such as us-east-1"),
  awsAccountId: z
    .string()
    .regex(/^(\d{12})?$/, "expected 12 digits in quotes")
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
  batches: memberOfEach(FACT_KINDS, batch),
  maximumConcurrency: z.int().min(2).max(1_000),
  maxReceiveCount: z.int().min(1).max(1_000),
  retryBase: seconds(1, 900),
  retryMax: seconds(1, 43_200),
  // Longer than a leaver's account stays hers (CLAIM_FENCE_MS); a hire that takes a week is not on its way.
  hireGrace: seconds(180, 604_800),
  leave: members({ license: z.string().optional(), suspend: z.boolean() }).optional(),
  logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]),
  logRetentionDays: z.literal(RETENTION_DAYS),
  alarmEmail: z.union([z.literal(""), z.email(ADDRESS)], { error: ADDRESS }),
  // Half of the time that SQS keeps a message: then another alarm rings.
  oldestMessageAlarm: seconds(60, 604_800),
  seatQuotas: z.record(z.string(), z.int().min(1)).default({}),
  keepData: z.boolean(),
  tags: z.record(tagKey, z.string().max(256, "expected at most 256 characters")).default({}),
}).refine(({ retryBase, retryMax }) => retryBase <= retryMax, {
  path: ["retryMax"],
  message: "expected at least retryBase",
});

/** A stage's settings as they stand in the file; times in seconds. */
export type StageSettings = z.infer<typeof stageSchema>;
/** How many messages an invocation is handed, and how long they may wait for each other. */
export type Batch = z.infer<typeof batch>;
