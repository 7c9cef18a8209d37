import type { ChimeFile, DirectoryFile, ScimFile } from "../domain/accounts/directory-file.ts";
import { arnOf, type Resources } from "./cloudformation.ts";
import { dashed, functionIdsOf, idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

type Statement = { readonly Effect: "Allow"; readonly Action: string | readonly string[]; readonly Resource: unknown };

const RECEIVE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"];
const READ_AND_WRITE = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];

const allow = (Action: Statement["Action"], Resource: unknown): Statement => ({ Effect: "Allow", Action, Resource });

/** X-Ray's writes have no resources. Source: Service Authorization Reference, AWS X-Ray. */
const MAY_TRACE = allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*");

/** A role for each function, with its own actions alone. `*` is only for actions that have no resources. */
export const roles = ({ rows, directory }: Stage): Resources => ({
  ...Object.assign({}, ...rows.map((row) => hrRole(row, directory))),
  ...replayRole(rows.map(idsOf)),
  ...roleOf("countSeats", [allow("dynamodb:Scan", arnOf("EmployeesTable"))]),
  ...wakeRole(rows.map(idsOf)),
});

const hrRole = (row: EventRow, directory: DirectoryFile): Resources =>
  roleOf(row.functionName, [
    allow(RECEIVE, arnOf(idsOf(row).queue)),
    allow("sqs:SendMessage", arnOf(idsOf(row).deadLetterQueue)),
    allow(READ_AND_WRITE, arnOf("EmployeesTable")),
    ...(row.may.create ? [allow([...READ_AND_WRITE, "dynamodb:DeleteItem"], arnOf("IdempotencyTable"))] : []),
    directory.protocol === "chime" ? mayUseChime(row, directory) : mayReadSecret(directory.auth),
  ]);

const replayRole = (ids: readonly ReturnType<typeof idsOf>[]): Resources => {
  const deadLetterQueues = ids.map(({ deadLetterQueue }) => arnOf(deadLetterQueue));
  const queues = ids.map(({ queue }) => arnOf(queue));
  return roleOf("replayDeadLetters", [allow(RECEIVE, deadLetterQueues), allow("sqs:SendMessage", queues)]);
};

/** It reads the index alone, of which infra/tables.yml says what is in it: no role, no email. */
const wakeRole = (ids: readonly ReturnType<typeof idsOf>[]): Resources => {
  const queues = ids.map(({ queue }) => arnOf(queue));
  const index = { "Fn::Sub": `\${EmployeesTable.Arn}/index/waiting` };
  return roleOf("wakeWaiting", [allow("dynamodb:Query", index), allow("sqs:SendMessage", queues)]);
};

/**
 * What the type of the account allows. Each function may reactivate, because a re-hire may come by any of them. Chime's user actions have no resources.
 * Source: Service Authorization Reference, Amazon Chime.
 */
const mayUseChime = ({ may }: EventRow, { newUsers, can }: ChimeFile): Statement =>
  allow(
    [
      "chime:ListUsers",
      ...(may.create ? [newUsers === "invite" ? "chime:InviteUsers" : "chime:CreateUser"] : []),
      "chime:UpdateUser",
      "chime:BatchUpdateUser",
      ...(may.release && can.deactivate ? ["chime:BatchSuspendUser", "chime:LogoutUser"] : []),
      ...(can.deactivate ? ["chime:BatchUnsuspendUser"] : []),
    ],
    "*",
  );

/** Secrets Manager adds six characters to a secret's name. Source: its user guide, "Resource: the secret". */
const mayReadSecret = ({ secret }: ScimFile["auth"]): Statement =>
  allow("secretsmanager:GetSecretValue", {
    "Fn::Sub": `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${secret}-??????`,
  });

const mayLog = (logGroup: string): Statement =>
  allow(["logs:CreateLogStream", "logs:PutLogEvents"], { "Fn::Sub": `\${${logGroup}.Arn}:*` });

const roleOf = (functionName: string, statements: readonly Statement[]): Resources => {
  const { role, logGroup } = functionIdsOf(functionName);
  return {
    [role]: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
        Policies: [
          {
            PolicyName: dashed(functionName),
            PolicyDocument: { Version: "2012-10-17", Statement: [mayLog(logGroup), MAY_TRACE, ...statements] },
          },
        ],
      },
    },
  };
};
