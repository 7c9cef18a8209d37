import { ChimeClient, UpdateUserCommand } from "@aws-sdk/client-chime";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSRecord } from "aws-lambda";

/** What all peers share: what anybody would write. The user's ID is kept beside the employee, so that a peer need not look it up at Chime. */
const chime = new ChimeClient({ region: "us-east-1" });
export const dynamoDb = new DynamoDBClient({});

export type RoleChange = { readonly id: string; readonly employeeId: string; readonly title: string };

export const readRoleChange = (record: SQSRecord): RoleChange => {
  const { id, data } = JSON.parse(record.body);
  return { id, employeeId: data.employeeId, title: data.role.title };
};

const userOf = async (employeeId: string): Promise<string | undefined> => {
  const command = new GetItemCommand({
    TableName: process.env["EMPLOYEES_TABLE"],
    Key: { employeeId: { S: employeeId } },
    ProjectionExpression: "userId",
  });
  return (await dynamoDb.send(command)).Item?.["userId"]?.S;
};

/** One UpdateUser for one role change. */
export const update = async ({ employeeId, title }: RoleChange): Promise<void> => {
  await chime.send(
    new UpdateUserCommand({
      AccountId: process.env["CHIME_ACCOUNT_ID"],
      UserId: await userOf(employeeId),
      LicenseType: /manager/i.test(title) ? "Pro" : "Basic",
    }),
  );
};
