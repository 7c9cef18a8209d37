import type { EventRow } from "./stage.ts";

/** The namespace of the metrics that the functions emit (POWERTOOLS_METRICS_NAMESPACE in serverless.yml). */
export const NAMESPACE = "Seatkeeper";

const CAPITAL = /[A-Z]/g;

/** The logical IDs of what a row has. Never change them: a queue under another ID is another queue. */
export const idsOf = ({ logicalId }: EventRow) => ({
  queue: `${logicalId}Queue`,
  deadLetterQueue: `${logicalId}DeadLetterQueue`,
  rule: `${logicalId}Rule`,
});

/** The logical IDs of what a function has. The framework makes `lambda` and `logGroup` and chooses their IDs. */
export const functionIdsOf = (functionName: string) => {
  const id = idOfFunction(functionName);
  return { lambda: `${id}LambdaFunction`, logGroup: `${id}LogGroup`, role: `${id}Role` };
};

/** What the logical IDs of a function begin with: `EmployeeHired` for `employeeHired`. */
export const idOfFunction = (functionName: string): string =>
  `${functionName.charAt(0).toUpperCase()}${functionName.slice(1)}`;

/** `employee-hired` for the function `employeeHired`, and `-employee-hired-errors` for the alarm `EmployeeHiredErrors`. */
export const dashed = (name: string): string => name.replace(CAPITAL, (letter) => `-${letter.toLowerCase()}`);
