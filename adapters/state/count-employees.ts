import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { License } from "../../domain/accounts/license.ts";
import { WAIT_REASONS, type WaitReason } from "../../domain/employee-record.ts";

/** Why somebody may wait; whoever has upcoming facts waits for the first of them, whatever else she waits for. */
const REASONS = [...WAIT_REASONS, "NotYetEffective"] as const;

/** How many employees have which license confirmed, each of the directory's from zero, and how many wait for what. */
export type EmployeeCounts = {
  readonly seats: Readonly<Record<License, number>>;
  readonly waiting: Readonly<Record<WaitReason | "NotYetEffective", number>>;
};

/**
 * Counts by a scan of the whole table: about one read unit for each two records.
 * @throws the DynamoDB client's errors
 */
export const countEmployees = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  licenses: readonly License[],
): Promise<EmployeeCounts> => {
  const seats = counter(licenses);
  const waiting = counter(REASONS);
  const scan = paginateScan(
    { client },
    // Nothing else of a record is asked for.
    {
      TableName: tableName,
      ProjectionExpression: "#applied.#license, #waiting.#because, #upcoming[0].#version",
      ExpressionAttributeNames: NAMES,
    },
  );
  for await (const { Items = [] } of scan) {
    for (const item of Items) {
      seats.add(item["applied"]?.license);
      waiting.add(item["waiting"]?.because);
      if (item["upcoming"]?.length > 0) waiting.add("NotYetEffective");
    }
  }
  return { seats: seats.counts(), waiting: waiting.counts() };
};

const NAMES = {
  "#applied": "applied",
  "#license": "license",
  "#waiting": "waiting",
  "#because": "because",
  "#upcoming": "upcoming",
  "#version": "version",
};

/** Counts what is one of these names, each from zero. */
const counter = <N extends string>(names: readonly N[]) => {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<N, number>;
  const add = (name: N | undefined) => {
    if (name !== undefined && Object.hasOwn(counts, name)) counts[name] += 1;
  };
  return { add, counts: () => counts };
};
