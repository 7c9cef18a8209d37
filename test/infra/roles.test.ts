import { expect, test } from "vitest";
import { WAITING_INDEX } from "../../adapters/state/waiting-index.ts";
import { withAccountType } from "../../config/chime-account-type.ts";
import type { ChimeAccountType } from "../../domain/accounts/directory-file.ts";
import { roles } from "../../infra/roles.ts";
import { get, madeStage, SLACK } from "./made-stage.ts";

type Statement = { readonly Effect: "Allow"; readonly Action: string | string[]; readonly Resource: unknown };

const allow = (Action: string | string[], Resource: unknown): Statement => ({ Effect: "Allow", Action, Resource });

/** On the streams of its own log group, and on traces, which have no resources. */
const logAndTrace = (logGroup: string): readonly Statement[] => [
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], { "Fn::Sub": `\${${logGroup}.Arn}:*` }),
  allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
];
const CONSUME = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"];

const QUEUES = ["EmployeeHired", "RoleChanged", "EmployeeLeft"];

/** All that each function may do. `*` stands only where an action has no resources: logs aside, Chime and X-Ray. */
const MAY_DO: Readonly<Record<string, readonly [policyName: string, ...statements: Statement[]]>> = {
  EmployeeHiredRole: [
    "employee-hired",
    ...logAndTrace("EmployeeHiredLogGroup"),
    allow(CONSUME, get("EmployeeHiredQueue")),
    allow("sqs:SendMessage", get("EmployeeHiredDeadLetterQueue")),
    allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], get("EmployeesTable")),
    allow(
      ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      get("IdempotencyTable"),
    ),
    allow(
      ["chime:ListUsers", "chime:CreateUser", "chime:UpdateUser", "chime:BatchUpdateUser", "chime:BatchUnsuspendUser"],
      "*",
    ),
  ],
  RoleChangedRole: [
    "role-changed",
    ...logAndTrace("RoleChangedLogGroup"),
    allow(CONSUME, get("RoleChangedQueue")),
    allow("sqs:SendMessage", get("RoleChangedDeadLetterQueue")),
    allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], get("EmployeesTable")),
    allow(["chime:ListUsers", "chime:UpdateUser", "chime:BatchUpdateUser", "chime:BatchUnsuspendUser"], "*"),
  ],
  EmployeeLeftRole: [
    "employee-left",
    ...logAndTrace("EmployeeLeftLogGroup"),
    allow(CONSUME, get("EmployeeLeftQueue")),
    allow("sqs:SendMessage", get("EmployeeLeftDeadLetterQueue")),
    allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], get("EmployeesTable")),
    allow(
      [
        "chime:ListUsers",
        "chime:UpdateUser",
        "chime:BatchUpdateUser",
        "chime:BatchSuspendUser",
        "chime:LogoutUser",
        "chime:BatchUnsuspendUser",
      ],
      "*",
    ),
  ],
  ReplayDeadLettersRole: [
    "replay-dead-letters",
    ...logAndTrace("ReplayDeadLettersLogGroup"),
    allow(
      CONSUME,
      QUEUES.map((queue) => get(`${queue}DeadLetterQueue`)),
    ),
    allow(
      "sqs:SendMessage",
      QUEUES.map((queue) => get(`${queue}Queue`)),
    ),
  ],
  CountSeatsRole: ["count-seats", ...logAndTrace("CountSeatsLogGroup"), allow("dynamodb:Scan", get("EmployeesTable"))],
  WakeWaitingRole: [
    "wake-waiting",
    ...logAndTrace("WakeWaitingLogGroup"),
    allow("dynamodb:Query", { "Fn::Sub": `\${EmployeesTable.Arn}/index/${WAITING_INDEX}` }),
    allow(
      "sqs:SendMessage",
      QUEUES.map((queue) => get(`${queue}Queue`)),
    ),
  ],
};

const ROLES = roles(madeStage("prod"));

test.each(Object.entries(MAY_DO))("%s may do this and no more", (logicalId, [PolicyName, ...Statement]) => {
  expect(ROLES[logicalId]).toEqual({
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
      Policies: [{ PolicyName, PolicyDocument: { Version: "2012-10-17", Statement } }],
    },
  });
});

const chimeActionsOf = (type: ChimeAccountType, role: string): readonly string[] => {
  const stage = madeStage("prod");
  const made = roles({ ...stage, directory: withAccountType(stage.directory, type) })[role];
  return JSON.stringify(made).match(/chime:\w+/g) ?? [];
};
const CHANGES = ["chime:UpdateUser", "chime:BatchUpdateUser"];

test.each<[type: ChimeAccountType, joins: string]>([
  ["Team", "chime:InviteUsers"],
  ["EnterpriseDirectory", "chime:CreateUser"],
  ["EnterpriseOIDC", "chime:CreateUser"],
])("of a stage whose account is of the type %s, hires alone may %s, and nobody suspends", (type, joins) => {
  expect(chimeActionsOf(type, "EmployeeHiredRole")).toEqual(["chime:ListUsers", joins, ...CHANGES]);
  for (const role of ["RoleChangedRole", "EmployeeLeftRole"])
    expect(chimeActionsOf(type, role)).toEqual(["chime:ListUsers", ...CHANGES]);
});

/** The name that Secrets Manager gives a secret ends with six characters of its own. */
const SECRET = `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${SLACK.auth.secret}-??????`;

test.each(Object.entries(MAY_DO))(
  "of a stage with a SCIM directory, %s may read its secret, and nothing of Chime",
  (logicalId, [, ...statements]) => {
    const made = roles({ ...madeStage("prod"), directory: SLACK })[logicalId];
    const usesChime = ({ Action }: Statement) => [Action].flat().some((action) => action.startsWith("chime:"));
    const expected = statements.map((statement) =>
      usesChime(statement) ? allow("secretsmanager:GetSecretValue", { "Fn::Sub": SECRET }) : statement,
    );
    expect(made?.Properties).toMatchObject({ Policies: [{ PolicyDocument: { Statement: expected } }] });
  },
);

test("there is no other role", () => {
  expect(Object.keys(ROLES)).toEqual(Object.keys(MAY_DO));
});
