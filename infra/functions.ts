import { urlVariablesOf } from "../events/url-variables.ts";
import { arnOf, attributeOf, refTo } from "./cloudformation.ts";
import { dashed, functionIdsOf, idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

/** A function as serverless.yml defines it. `timeout` is in seconds; without one it has the stage's. */
export type FunctionDefinition = {
  readonly handler: string;
  readonly role: object;
  readonly timeout?: number;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly events?: readonly object[];
};

/** For what goes through whole queues or tables, in seconds. */
const LONG_TIMEOUT = 300;
/** In seconds: a run that hangs is over when the next one begins. */
const UNTIL_NEXT_RUN = 60;

/** Every function of a stage, by name. */
export const functions = (stage: Stage): Readonly<Record<string, FunctionDefinition>> => ({
  ...Object.fromEntries(stage.rows.map((row) => [row.functionName, hrFunction(stage, row)])),
  // Called by hand, from a console or by a schedule of yours: docs/runbook.md.
  replayDeadLetters: {
    ...codeOf("replayDeadLetters"),
    timeout: LONG_TIMEOUT,
    environment: Object.assign({}, ...stage.rows.map(queueUrls)),
  },
  // The gauge behind the dashboard's seats by tier, and the alarm on Pro seats.
  countSeats: {
    ...codeOf("countSeats"),
    timeout: LONG_TIMEOUT,
    environment: { EMPLOYEES_TABLE: refTo("EmployeesTable") },
    events: [{ schedule: "rate(1 hour)" }],
  },
  // Whoever is due comes back to a queue: facts whose day has come, and what waited for something else.
  wakeWaiting: {
    ...codeOf("wakeWaiting"),
    timeout: UNTIL_NEXT_RUN,
    environment: { EMPLOYEES_TABLE: refTo("EmployeesTable"), ...Object.assign({}, ...stage.rows.map(sourceQueueUrl)) },
    events: [{ schedule: "rate(1 minute)" }],
  },
});

const hrFunction = ({ name, settings, policyDigest, directory }: Stage, row: EventRow): FunctionDefinition => {
  const { queue, deadLetterQueue } = idsOf(row);
  return {
    ...codeOf(row.functionName),
    environment: {
      STAGE: name,
      LICENSE_POLICY_DIGEST: policyDigest,
      ...(directory.protocol === "chime" ? { CHIME_ACCOUNT_ID: settings.chimeAccountId } : {}),
      EMPLOYEES_TABLE: refTo("EmployeesTable"),
      ...(row.may.create ? { IDEMPOTENCY_TABLE: refTo("IdempotencyTable") } : {}),
      SOURCE_QUEUE_NAME: attributeOf(queue, "QueueName"),
      SOURCE_QUEUE_URL: refTo(queue),
      DEAD_LETTER_QUEUE_URL: refTo(deadLetterQueue),
      MAX_RECEIVE_COUNT: settings.maxReceiveCount,
      RETRY_BASE_SECONDS: settings.retryBase,
      RETRY_MAX_SECONDS: settings.retryMax,
      HIRE_GRACE_SECONDS: settings.hireGrace,
    },
    events: [
      {
        sqs: {
          arn: arnOf(queue),
          batchSize: row.batch.size,
          maximumBatchingWindow: row.batch.window,
          maximumConcurrency: settings.maximumConcurrency,
          functionResponseType: "ReportBatchItemFailures",
        },
      },
    ],
  };
};

/** The role as Fn::Sub: for a plain name the framework also writes a DependsOn, which the reference makes redundant. */
const codeOf = (functionName: string) => ({
  handler: `handlers/${dashed(functionName)}.handler`,
  role: { "Fn::Sub": `\${${functionIdsOf(functionName).role}.Arn}` },
});

const sourceQueueUrl = (row: EventRow) => ({ [urlVariablesOf(row.queue).source]: refTo(idsOf(row).queue) });

const queueUrls = (row: EventRow) => {
  const [ids, variables] = [idsOf(row), urlVariablesOf(row.queue)];
  return { [variables.source]: refTo(ids.queue), [variables.deadLetter]: refTo(ids.deadLetterQueue) };
};
