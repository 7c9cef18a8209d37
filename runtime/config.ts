import * as z from "zod/mini";
import type { DeadLetterQueueUrls } from "../adapters/sqs/find-queue.ts";
import { FACT_KINDS, type FactKind } from "../domain/facts/hr-event.ts";
import { QUEUE_NAMES, QUEUES, type QueueName } from "../events/catalogue.ts";
import { urlVariablesOf } from "../events/url-variables.ts";

const text = z.string("a text that is not empty").check(z.minLength(1, "a text that is not empty"));
const queueUrl = z.string("an SQS queue URL").check(z.regex(/^https?:\/\/[^/]+\/.+/, "an SQS queue URL"));
/** `unit` follows "a whole number", such as " of seconds". */
const whole = (least: number, most: number, unit = "") => {
  const expected = `a whole number${unit} from ${least} to ${most}`;
  return z.coerce.number(expected).check(z.int(expected), z.gte(least, expected), z.lte(most, expected));
};

const scimSchema = z.object({ DIRECTORY_URL: z.optional(text), DIRECTORY_TOKEN_URL: z.optional(text) });
const chimeSchema = z.object({ CHIME_ACCOUNT_ID: text });
const hrFunctionMembers = {
  EMPLOYEES_TABLE: text,
  SOURCE_QUEUE_NAME: text,
  SOURCE_QUEUE_URL: queueUrl,
  DEAD_LETTER_QUEUE_URL: queueUrl,
  MAX_RECEIVE_COUNT: whole(1, 1000),
  RETRY_BASE_SECONDS: whole(1, 900, " of seconds"),
  RETRY_MAX_SECONDS: whole(1, 43_200, " of seconds"),
  HIRE_GRACE_SECONDS: whole(1, 604_800, " of seconds"),
};
const hrFunctionSchema = z.object(hrFunctionMembers);
const employeeHiredSchema = z.object({ ...hrFunctionMembers, IDEMPOTENCY_TABLE: text });
const originSchema = z.object({ STAGE: text, LICENSE_POLICY_DIGEST: text });
const countSeatsSchema = z.object({ EMPLOYEES_TABLE: text });

/** The environment variables of a function on HR events; durations in seconds. infra/ sets them all. */
export type HrFunctionConfig = z.infer<typeof hrFunctionSchema>;
/** Those of `employeeHired`. */
export type EmployeeHiredConfig = z.infer<typeof employeeHiredSchema>;

/** The stage that a function was deployed for, and the digest of the license policy in its stack's template. */
export type PolicyOrigin = z.infer<typeof originSchema>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names every missing or malformed variable at once */
export const readHrFunctionConfig = (environment: Environment = process.env): HrFunctionConfig =>
  read(hrFunctionSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readEmployeeHiredConfig = (environment: Environment = process.env): EmployeeHiredConfig =>
  read(employeeHiredSchema, environment);

/** Where the embedded stack has the directory and its tokens; a deployed function has neither. @throws Error that names the bad one */
export const readScimConfig = (environment: Environment = process.env): z.infer<typeof scimSchema> =>
  read(scimSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readChimeConfig = (environment: Environment = process.env): z.infer<typeof chimeSchema> =>
  read(chimeSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readPolicyOrigin = (environment: Environment = process.env): PolicyOrigin =>
  read(originSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readCountSeatsConfig = (environment: Environment = process.env): z.infer<typeof countSeatsSchema> =>
  read(countSeatsSchema, environment);

/**
 * The queues of `replayDeadLetters`, by the names that requests give. @throws Error that names every bad variable at
 * once
 */
export const readReplayConfig = (
  environment: Environment = process.env,
): Readonly<Record<QueueName, DeadLetterQueueUrls>> => {
  const variables = QUEUE_NAMES.map((name) => ({ name, ...urlVariablesOf(name) }));
  const members = variables.flatMap(({ source, deadLetter }) => [source, deadLetter]);
  const urls = read(z.object(Object.fromEntries(members.map((name) => [name, queueUrl]))), environment);
  const queues = variables.map(({ name, source, deadLetter }) => [
    name,
    { name, sourceUrl: urls[source], deadLetterUrl: urls[deadLetter] },
  ]);
  return Object.fromEntries(queues);
};

/** What `wakeWaiting` needs; `urls` are those of the source queues. */
export type WakeConfig = { readonly employeesTable: string; readonly urls: Readonly<Record<FactKind, string>> };

/** @throws Error that names every missing or malformed variable at once */
export const readWakeConfig = (environment: Environment = process.env): WakeConfig => {
  const variables = FACT_KINDS.map((kind) => [kind, urlVariablesOf(QUEUES[kind].queue).source] as const);
  const members = Object.fromEntries(variables.map(([, name]) => [name, queueUrl]));
  const { EMPLOYEES_TABLE, ...urls } = read(z.object({ EMPLOYEES_TABLE: text, ...members }), environment);
  const ofKind = variables.map(([kind, name]) => [kind, (urls as Record<string, string>)[name]]);
  return { employeesTable: EMPLOYEES_TABLE, urls: Object.fromEntries(ofKind) };
};

const read = <T>(schema: z.ZodMiniType<T>, environment: Environment): T => {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const problems = new Map(result.error.issues.map(({ path, message }) => [String(path[0]), message]));
  const lines = [...problems].map(([name, expected]) => `${name}: expected ${expected}`);
  throw new Error(`The function's environment variables are wrong. Correct them in infra/:\n${lines.join("\n")}`);
};
