import { expect, test } from "vitest";
import { WAITING_INDEX } from "../../adapters/state/waiting-index.ts";
import { readSettings } from "./made-stage.ts";

/** On demand, encrypted, recoverable to each second of 35 days; kept, and not to be deleted, where data is kept. */
const table = (name: string, key: string, more: object = {}) => ({
  Type: "AWS::DynamoDB::Table",
  DeletionPolicy: "<settings.deletionPolicy>",
  UpdateReplacePolicy: "<settings.deletionPolicy>",
  Properties: {
    TableName: `<prefix>-${name}`,
    BillingMode: "PAY_PER_REQUEST",
    DeletionProtectionEnabled: "<settings.keepData>",
    SSESpecification: { SSEEnabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
    KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
    ...more,
  },
});

test("records of employees stay, those of creations expire", () => {
  expect(readSettings("infra/tables.yml")).toEqual({
    Resources: {
      EmployeesTable: table("employees", "employeeId", {
        AttributeDefinitions: ["employeeId", "wakeShard", "wakeAt"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        // What wakeWaiting asks for, and what it sends: no email, no role.
        GlobalSecondaryIndexes: [
          {
            IndexName: WAITING_INDEX,
            KeySchema: [
              { AttributeName: "wakeShard", KeyType: "HASH" },
              { AttributeName: "wakeAt", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["wakeBy"] },
          },
        ],
      }),
      // The attribute is that of Powertools.
      IdempotencyTable: table("idempotency", "id", {
        TimeToLiveSpecification: { AttributeName: "expiration", Enabled: true },
      }),
    },
  });
});
