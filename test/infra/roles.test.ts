import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readStageSettings } from "../../config/stage-settings.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { roles } from "../../infra/roles.ts";
import { stageOf } from "../../infra/stage.ts";

const SETTINGS = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const ROLES = roles(stageOf("prod", readStageSettings(SETTINGS, "prod"), "digest"));

type Statement = { readonly Effect: string; readonly Action: string | readonly string[]; readonly Resource: unknown };
type Role = { readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[] };

const statementsOf = (logicalId: string): readonly Statement[] =>
  ((ROLES[logicalId]?.Properties ?? { Policies: [] }) as Role).Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action);

/** Actions without resource-level permissions. Source: Service Authorization Reference, Amazon Chime and AWS X-Ray. */
const ON_EVERYTHING = [
  "chime:ListUsers",
  "chime:CreateUser",
  "chime:UpdateUser",
  "chime:BatchUpdateUser",
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
];
const SHARED = ["logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"];
const CONSUME = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"];

const READ_AND_WRITE = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];
const HANDLE = [...READ_AND_WRITE, "sqs:SendMessage", "chime:ListUsers", "chime:UpdateUser", "chime:BatchUpdateUser"];
const CREATE = [...READ_AND_WRITE, "dynamodb:DeleteItem", "chime:CreateUser"];

type MayDo = readonly [logicalId: string, actions: readonly string[]];

/** The roles of the functions that handle HR events. */
const ON_EVENTS: readonly MayDo[] = Object.values(CATALOGUE).map(({ logicalId, mayCreate }) => [
  `${logicalId}Role`,
  [...SHARED, ...CONSUME, ...HANDLE, ...(mayCreate ? CREATE : [])],
]);

test.each<MayDo>([
  ...ON_EVENTS,
  ["ReplayDeadLettersRole", [...SHARED, ...CONSUME, "sqs:SendMessage"]],
  ["CountSeatsRole", [...SHARED, "dynamodb:Scan"]],
])("%s has exactly these permissions", (logicalId, actions) => {
  expect([...actionsOf(statementsOf(logicalId))].sort()).toEqual([...actions].sort());
});

test("only employeeHired may create users", () => {
  const creating = Object.keys(ROLES).filter((role) => actionsOf(statementsOf(role)).includes("chime:CreateUser"));
  expect(creating).toEqual(["EmployeeHiredRole"]);
});

test("there is no other role, no wildcard action, and `*` only for actions without resources", () => {
  const others = ["ReplayDeadLettersRole", "CountSeatsRole"];
  expect(Object.keys(ROLES)).toEqual([...ON_EVENTS.map(([logicalId]) => logicalId), ...others]);
  for (const [logicalId, { Properties }] of Object.entries(ROLES)) {
    expect(Properties).not.toHaveProperty("ManagedPolicyArns");
    const statements = statementsOf(logicalId);
    expect(actionsOf(statements).filter((action) => action.includes("*"))).toEqual([]);
    for (const { Action, Resource } of statements.filter((statement) => statement.Resource === "*")) {
      expect(ON_EVERYTHING).toEqual(expect.arrayContaining([Action].flat()));
      expect(Resource).toBe("*");
    }
  }
});
