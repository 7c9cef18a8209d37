import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { FACT_KINDS, type FactKind } from "../../domain/facts/hr-event.ts";
import { WAKE_SHARDS } from "./employee-item.ts";

/** The sparse index of the employees table: only records that must be looked at again are in it. */
export const WAITING_INDEX = "waiting";

/** Whose record is due, since when (ISO 8601 UTC), and for the function of which kind of event. */
export type DueEmployee = { readonly employeeId: string; readonly wakeAt: string; readonly wakeBy: FactKind };

const itemSchema = z.object({ employeeId: z.string(), wakeAt: z.string(), wakeBy: z.enum(FACT_KINDS) });

/** In items a page: a page of the index is far below DynamoDB's 1 MB. */
const PAGE = 1_000;

export type WaitingIndex = {
  /** Those due between `from` and `until`, both included, a page at a time; all that are due if there is no `from`. */
  due(from: string | undefined, until: string): AsyncGenerator<readonly DueEmployee[]>;
  /** When the first of all was or is due; undefined if nobody waits. */
  oldest(): Promise<string | undefined>;
};

/** Asks the index by `Query` alone, partition by partition. Throws the DynamoDB client's errors. */
export const waitingIndex = (client: DynamoDBDocumentClient, TableName: string): WaitingIndex => {
  const query = (shard: number, condition: string, values: object, Limit: number) =>
    paginateQuery(
      { client, pageSize: Limit },
      {
        TableName,
        IndexName: WAITING_INDEX,
        KeyConditionExpression: `#wakeShard = :shard${condition}`,
        ExpressionAttributeNames: { "#wakeShard": "wakeShard", ...(condition === "" ? {} : { "#wakeAt": "wakeAt" }) },
        ExpressionAttributeValues: { ":shard": String(shard), ...values },
      },
    );
  const shards = Array.from({ length: WAKE_SHARDS }, (_, shard) => shard);

  return {
    due: async function* (from, until) {
      const condition = from === undefined ? " AND #wakeAt <= :until" : " AND #wakeAt BETWEEN :from AND :until";
      const values = { ":until": until, ...(from === undefined ? {} : { ":from": from }) };
      for (const shard of shards)
        for await (const { Items = [] } of query(shard, condition, values, PAGE))
          yield Items.map((item) => itemSchema.parse(item));
    },
    oldest: async () => {
      const firsts = await Promise.all(
        shards.map(async (shard) => {
          const { value } = await query(shard, "", {}, 1).next();
          return value?.Items?.[0]?.["wakeAt"] as string | undefined;
        }),
      );
      return firsts.filter((each) => each !== undefined).sort()[0];
    },
  };
};
