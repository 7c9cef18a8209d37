import { describe, expect, test } from "vitest";
import {
  readChimeConfig,
  readCountSeatsConfig,
  readEmployeeHiredConfig,
  readHrFunctionConfig,
  readPolicyOrigin,
  readReplayConfig,
  readWakeConfig,
} from "../../runtime/config.ts";

const GOOD = {
  EMPLOYEES_TABLE: "employees",
  SOURCE_QUEUE_NAME: "hires",
  SOURCE_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/1/hires",
  DEAD_LETTER_QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/1/hires-dlq",
  MAX_RECEIVE_COUNT: "8",
  RETRY_BASE_SECONDS: "30",
  RETRY_MAX_SECONDS: "900",
  HIRE_GRACE_SECONDS: "3600",
};

test("reads strings and numbers", () => {
  expect(readHrFunctionConfig(GOOD)).toEqual({
    ...GOOD,
    MAX_RECEIVE_COUNT: 8,
    RETRY_BASE_SECONDS: 30,
    RETRY_MAX_SECONDS: 900,
    HIRE_GRACE_SECONDS: 3600,
  });
});

test("employeeHired needs its idempotency table too", () => {
  expect(() => readEmployeeHiredConfig(GOOD)).toThrow("IDEMPOTENCY_TABLE: expected a text that is not empty");
  expect(readEmployeeHiredConfig({ ...GOOD, IDEMPOTENCY_TABLE: "t" }).IDEMPOTENCY_TABLE).toBe("t");
});

test("Chime needs the ID of its account", () => {
  expect(readChimeConfig({ CHIME_ACCOUNT_ID: "account" })).toEqual({ CHIME_ACCOUNT_ID: "account" });
  expect(() => readChimeConfig({ CHIME_ACCOUNT_ID: "" })).toThrow(
    "CHIME_ACCOUNT_ID: expected a text that is not empty",
  );
});

test("countSeats needs only the employees table", () => {
  expect(readCountSeatsConfig({ EMPLOYEES_TABLE: "employees" })).toEqual({ EMPLOYEES_TABLE: "employees" });
  expect(() => readCountSeatsConfig({})).toThrow("EMPLOYEES_TABLE: expected a text that is not empty");
});

test("a function needs to know its stage and the digest of its policy", () => {
  const origin = { STAGE: "dev", LICENSE_POLICY_DIGEST: "d1" };
  expect(readPolicyOrigin(origin)).toEqual(origin);
  for (const name of Object.keys(origin))
    expect(() => readPolicyOrigin({ ...origin, [name]: "" })).toThrow(`${name}: expected a text that is not empty`);
});

test("with an empty environment the error lists every variable, and where to set them", () => {
  const variables = Object.keys(GOOD).map((name) => expect.stringContaining(name));
  try {
    readHrFunctionConfig({});
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split("\n");
    expect(head).toContain("infra/");
    expect(lines).toEqual(variables);
  }
  expect.assertions(2);
});

test.each([
  ["EMPLOYEES_TABLE", "", "a text that is not empty"],
  ["SOURCE_QUEUE_URL", "hires", "an SQS queue URL"],
  ["DEAD_LETTER_QUEUE_URL", "https://", "an SQS queue URL"],
  ["MAX_RECEIVE_COUNT", "0", "a whole number from 1 to 1000"],
  ["MAX_RECEIVE_COUNT", "many", "a whole number from 1 to 1000"],
  ["RETRY_BASE_SECONDS", "1.5", "a whole number of seconds from 1 to 900"],
  ["RETRY_MAX_SECONDS", "43201", "a whole number of seconds from 1 to 43200"],
  ["HIRE_GRACE_SECONDS", "0", "a whole number of seconds from 1 to 604800"],
  ["HIRE_GRACE_SECONDS", "", "a whole number of seconds from 1 to 604800"],
])("%s may not be %j", (name, value, expected) => {
  expect(() => readHrFunctionConfig({ ...GOOD, [name]: value })).toThrow(`${name}: expected ${expected}`);
});

describe("replayDeadLetters", () => {
  const URLS = {
    EMPLOYEE_HIRED_QUEUE_URL: "https://sqs/1/hired",
    EMPLOYEE_HIRED_DEAD_LETTER_QUEUE_URL: "https://sqs/1/hired-dlq",
    ROLE_CHANGED_QUEUE_URL: "https://sqs/1/changed",
    ROLE_CHANGED_DEAD_LETTER_QUEUE_URL: "https://sqs/1/changed-dlq",
    EMPLOYEE_LEFT_QUEUE_URL: "https://sqs/1/left",
    EMPLOYEE_LEFT_DEAD_LETTER_QUEUE_URL: "https://sqs/1/left-dlq",
  };

  test("finds each queue and its dead-letter queue by the name in requests", () => {
    expect(readReplayConfig(URLS)).toEqual({
      "employee-hired": {
        name: "employee-hired",
        sourceUrl: "https://sqs/1/hired",
        deadLetterUrl: "https://sqs/1/hired-dlq",
      },
      "role-changed": {
        name: "role-changed",
        sourceUrl: "https://sqs/1/changed",
        deadLetterUrl: "https://sqs/1/changed-dlq",
      },
      "employee-left": {
        name: "employee-left",
        sourceUrl: "https://sqs/1/left",
        deadLetterUrl: "https://sqs/1/left-dlq",
      },
    });
  });

  test.each(Object.keys(URLS))("needs %s", (name) => {
    expect(() => readReplayConfig({ ...URLS, [name]: "" })).toThrow(`${name}: expected an SQS queue URL`);
  });
});

describe("wakeWaiting", () => {
  const ENVIRONMENT = {
    EMPLOYEES_TABLE: "employees",
    EMPLOYEE_HIRED_QUEUE_URL: "https://sqs/1/hired",
    ROLE_CHANGED_QUEUE_URL: "https://sqs/1/changed",
    EMPLOYEE_LEFT_QUEUE_URL: "https://sqs/1/left",
  };

  test("finds the source queue of each kind of fact", () => {
    expect(readWakeConfig(ENVIRONMENT)).toEqual({
      employeesTable: "employees",
      urls: { hired: "https://sqs/1/hired", "role-changed": "https://sqs/1/changed", left: "https://sqs/1/left" },
    });
  });

  test.each(Object.keys(ENVIRONMENT))("needs %s", (name) => {
    expect(() => readWakeConfig({ ...ENVIRONMENT, [name]: "" })).toThrow(`${name}: expected `);
  });
});
