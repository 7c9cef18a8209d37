import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const queueUrl = z.string().check(z.regex(/^https?:\/\/[^/]+\/.+/));
const whole = (least: number, most: number) => z.coerce.number().check(z.int(), z.gte(least), z.lte(most));

const shared = {
  CHIME_ACCOUNT_ID: text,
  EMPLOYEES_TABLE: text,
  SOURCE_QUEUE_NAME: text,
  SOURCE_QUEUE_URL: queueUrl,
  DEAD_LETTER_QUEUE_URL: queueUrl,
  MAX_RECEIVE_COUNT: whole(1, 1000),
  RETRY_BASE_SECONDS: whole(1, 900),
  RETRY_MAX_SECONDS: whole(1, 43_200),
};

const roleChangedSchema = z.object(shared);
const employeeHiredSchema = z.object({ ...shared, IDEMPOTENCY_TABLE: text });

const countSeatsSchema = z.object({ EMPLOYEES_TABLE: text });

const replaySchema = z.object({
  EMPLOYEE_HIRED_QUEUE_URL: queueUrl,
  EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: queueUrl,
  ROLE_CHANGED_QUEUE_URL: queueUrl,
  ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: queueUrl,
});

/** The environment variables of `roleChanged`; durations in seconds. serverless.yml sets them all. */
export type RoleChangedConfig = z.infer<typeof roleChangedSchema>;
/** The environment variables of `employeeHired`. */
export type EmployeeHiredConfig = z.infer<typeof employeeHiredSchema>;

type Environment = Readonly<Record<string, string | undefined>>;

const WHAT_IS_EXPECTED: Readonly<Record<string, string>> = {
  MAX_RECEIVE_COUNT: "a whole number from 1 to 1000",
  RETRY_BASE_SECONDS: "a whole number of seconds from 1 to 900",
  RETRY_MAX_SECONDS: "a whole number of seconds from 1 to 43200",
};

const whatIsExpected = (key: string): string =>
  WHAT_IS_EXPECTED[key] ?? (key.endsWith("_QUEUE_URL") ? "an SQS queue URL" : "a text that is not empty");

/** @throws Error that names every missing or malformed variable at once */
export const readRoleChangedConfig = (environment: Environment = process.env): RoleChangedConfig =>
  read(roleChangedSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readEmployeeHiredConfig = (environment: Environment = process.env): EmployeeHiredConfig =>
  read(employeeHiredSchema, environment);

/** @throws Error that names every missing or malformed variable at once */
export const readCountSeatsConfig = (environment: Environment = process.env): z.infer<typeof countSeatsSchema> =>
  read(countSeatsSchema, environment);

type QueueUrls = { readonly sourceUrl: string; readonly deadLetterUrl: string };

/** The queues of `replayDeadLetters`, by the names that requests give. @throws Error that names every bad variable at once */
export const readReplayConfig = (
  environment: Environment = process.env,
): Readonly<Record<"employee-hired" | "role-changed", QueueUrls>> => {
  const urls = read(replaySchema, environment);
  return {
    "employee-hired": {
      sourceUrl: urls.EMPLOYEE_HIRED_QUEUE_URL,
      deadLetterUrl: urls.EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL,
    },
    "role-changed": { sourceUrl: urls.ROLE_CHANGED_QUEUE_URL, deadLetterUrl: urls.ROLE_CHANGED_DEAD_LETTER_QUEUE_URL },
  };
};

const read = <T>(schema: z.ZodMiniType<T>, environment: Environment): T => {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const keys = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  const problems = keys.map((key) => `${key}: expected ${whatIsExpected(key)}`);
  throw new Error(
    `The function's environment variables are wrong. Mend them in serverless.yml:\n${problems.join("\n")}`,
  );
};
