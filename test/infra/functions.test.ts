import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { functions } from "../../infra/functions.ts";
import { get, madeStage, ref, SLACK } from "./made-stage.ts";

/** What differs between stages: receives; first and longest wait, and for a hire, in s; batches handled at once. */
const STAGES = [
  ["local", { receives: 5, base: 1, max: 2, grace: 300, concurrency: 2 }],
  ["dev", { receives: 8, base: 30, max: 900, grace: 3600, concurrency: 2 }],
  ["staging", { receives: 8, base: 30, max: 900, grace: 3600, concurrency: 2 }],
  ["prod", { receives: 8, base: 30, max: 900, grace: 3600, concurrency: 5 }],
] as const;

/** As text, so that the framework writes no DependsOn. */
const arnOf = (role: string) => ({ "Fn::Sub": `\${${role}.Arn}` });

test.each(STAGES)("the functions of %s are these, with their own settings", (stage, differs) => {
  const policy = { STAGE: stage, LICENSE_POLICY_DIGEST: "digest" };
  const retries = {
    MAX_RECEIVE_COUNT: differs.receives,
    RETRY_BASE_SECONDS: differs.base,
    RETRY_MAX_SECONDS: differs.max,
    HIRE_GRACE_SECONDS: differs.grace,
  };
  const source = (queue: string, batch: { batchSize: number; maximumBatchingWindow: number }) => ({
    sqs: {
      arn: get(queue),
      ...batch,
      maximumConcurrency: differs.concurrency,
      functionResponseType: "ReportBatchItemFailures",
    },
  });
  expect(functions(madeStage(stage))).toEqual({
    employeeHired: {
      handler: "handlers/employee-hired.handler",
      role: arnOf("EmployeeHiredRole"),
      environment: {
        ...policy,
        CHIME_ACCOUNT_ID: "account",
        EMPLOYEES_TABLE: ref("EmployeesTable"),
        IDEMPOTENCY_TABLE: ref("IdempotencyTable"),
        SOURCE_QUEUE_NAME: get("EmployeeHiredQueue", "QueueName"),
        SOURCE_QUEUE_URL: ref("EmployeeHiredQueue"),
        DEAD_LETTER_QUEUE_URL: ref("EmployeeHiredDeadLetterQueue"),
        ...retries,
      },
      events: [source("EmployeeHiredQueue", { batchSize: 10, maximumBatchingWindow: 0 })],
    },
    roleChanged: {
      handler: "handlers/role-changed.handler",
      role: arnOf("RoleChangedRole"),
      environment: {
        ...policy,
        CHIME_ACCOUNT_ID: "account",
        EMPLOYEES_TABLE: ref("EmployeesTable"),
        SOURCE_QUEUE_NAME: get("RoleChangedQueue", "QueueName"),
        SOURCE_QUEUE_URL: ref("RoleChangedQueue"),
        DEAD_LETTER_QUEUE_URL: ref("RoleChangedDeadLetterQueue"),
        ...retries,
      },
      events: [source("RoleChangedQueue", { batchSize: 100, maximumBatchingWindow: 1 })],
    },
    employeeLeft: {
      handler: "handlers/employee-left.handler",
      role: arnOf("EmployeeLeftRole"),
      environment: {
        ...policy,
        CHIME_ACCOUNT_ID: "account",
        EMPLOYEES_TABLE: ref("EmployeesTable"),
        SOURCE_QUEUE_NAME: get("EmployeeLeftQueue", "QueueName"),
        SOURCE_QUEUE_URL: ref("EmployeeLeftQueue"),
        DEAD_LETTER_QUEUE_URL: ref("EmployeeLeftDeadLetterQueue"),
        ...retries,
      },
      events: [source("EmployeeLeftQueue", { batchSize: 10, maximumBatchingWindow: 0 })],
    },
    replayDeadLetters: {
      handler: "handlers/replay-dead-letters.handler",
      role: arnOf("ReplayDeadLettersRole"),
      timeout: 300,
      environment: {
        EMPLOYEE_HIRED_QUEUE_URL: ref("EmployeeHiredQueue"),
        EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: ref("EmployeeHiredDeadLetterQueue"),
        ROLE_CHANGED_QUEUE_URL: ref("RoleChangedQueue"),
        ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: ref("RoleChangedDeadLetterQueue"),
        EMPLOYEE_LEFT_QUEUE_URL: ref("EmployeeLeftQueue"),
        EMPLOYEE_LEFT_DEAD_LETTER_QUEUE_URL: ref("EmployeeLeftDeadLetterQueue"),
      },
    },
    countSeats: {
      handler: "handlers/count-seats.handler",
      role: arnOf("CountSeatsRole"),
      timeout: 300,
      environment: { EMPLOYEES_TABLE: ref("EmployeesTable") },
      events: [{ schedule: "rate(1 hour)" }],
    },
    wakeWaiting: {
      handler: "handlers/wake-waiting.handler",
      role: arnOf("WakeWaitingRole"),
      timeout: 60,
      environment: {
        EMPLOYEES_TABLE: ref("EmployeesTable"),
        EMPLOYEE_HIRED_QUEUE_URL: ref("EmployeeHiredQueue"),
        ROLE_CHANGED_QUEUE_URL: ref("RoleChangedQueue"),
        EMPLOYEE_LEFT_QUEUE_URL: ref("EmployeeLeftQueue"),
      },
      events: [{ schedule: "rate(1 minute)" }],
    },
  });
});

test("each function has its file", () => {
  for (const { handler } of Object.values(functions(madeStage("prod")))) {
    expect(existsSync(join(import.meta.dirname, "../..", handler.replace(/handler$/, "ts"))), handler).toBe(true);
  }
});

test("a stage with a SCIM directory needs no Chime account", () => {
  for (const { environment } of Object.values(functions({ ...madeStage("prod"), directory: SLACK })))
    expect(environment).not.toHaveProperty("CHIME_ACCOUNT_ID");
});
