import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { employeesTable } from "../adapters/state/employees-table.ts";
import { readClaim } from "../adapters/state/read-claim.ts";
import { readEmployees } from "../adapters/state/read-employees.ts";
import { approximateItems, type ScannedEmployee, scanEmployees } from "../adapters/state/scan-employees.ts";
import { type WaitingIndex, waitingIndex } from "../adapters/state/waiting-index.ts";
import type { Claim } from "../domain/accounts/transfer.ts";
import type { Employees } from "../domain/employees.ts";
import { Failure } from "../domain/failures.ts";
import { CommandFailed } from "./errors.ts";
import { clientOptions, explain } from "./stage.ts";
import { visible } from "./visible.ts";

/** A stage's employees: their records, those who wait, and whose an account is. */
export type StageEmployees = {
  readonly employees: Employees;
  readonly index: WaitingIndex;
  /** Reads the whole table. @see scanEmployees */
  readonly scan: (onItems?: (count: number) => void) => AsyncIterable<readonly ScannedEmployee[]>;
  /** About how many items a scan reads. @see approximateItems */
  readonly items: () => Promise<number | undefined>;
  /** @see readEmployees */
  readonly readAll: (employeeIds: readonly string[]) => Promise<ReadonlyMap<string, ScannedEmployee>>;
  readonly claimOn: (accountId: string) => Promise<Claim>;
};

const tableName = (stage: string): string => `seatkeeper-${stage}-employees`;

/**
 * Calls `act` with the employees of a stage. @throws CommandFailed if DynamoDB cannot be reached or a record cannot be
 * read, and what `act` throws
 */
export const withEmployees = async <T>(stage: string, act: (employees: StageEmployees) => Promise<T>): Promise<T> => {
  const plain = new DynamoDBClient(await clientOptions(stage, "dynamodb"));
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const table = tableName(stage);
  try {
    return await act({
      employees: employeesTable(client, table),
      index: waitingIndex(client, table),
      scan: (onItems) => scanEmployees(client, table, onItems),
      items: () => approximateItems(client, table),
      readAll: (employeeIds) => readEmployees(client, table, employeeIds),
      claimOn: (accountId) => readClaim(client, table, accountId),
    });
  } catch (error) {
    throw explainState(error, stage);
  } finally {
    plain.destroy();
  }
};

/** Of a failure of DynamoDB, what the SDK said is the news. */
const explainState = (error: unknown, stage: string): unknown => {
  if (error instanceof Failure) {
    const cause = error.code === "StateUnavailable" ? error.cause : undefined;
    return cause instanceof Error
      ? explainState(cause, stage)
      : new CommandFailed(visible(error.message), { cause: error });
  }
  if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") return explain(error, stage, "dynamodb");
  const missing = `There is no table ${tableName(stage)} in this account and region`;
  return new CommandFailed(`${missing}: is the stage "${stage}" deployed here?`, { cause: error });
};
