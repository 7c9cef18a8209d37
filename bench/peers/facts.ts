import {
  ChimeClient,
  ConflictException,
  CreateUserCommand,
  type License,
  ListUsersCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-chime";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSRecord } from "aws-lambda";

/**
 * The code that all peers share, as anybody would write it. It stores the user's ID with the employee, so that a role
 * change need not look it up in Chime.
 */
export const chime = new ChimeClient({ region: "us-east-1" });
export const dynamoDb = new DynamoDBClient({});
export const AccountId = process.env["CHIME_ACCOUNT_ID"];
const TableName = process.env["EMPLOYEES_TABLE"];

export type Fact = {
  readonly id: string;
  readonly isHire: boolean;
  readonly employeeId: string;
  readonly email: string;
  readonly title: string;
};

export const readFact = (record: SQSRecord): Fact => {
  const { id, type, data } = JSON.parse(record.body);
  const { employeeId, email, role } = data;
  return { id, isHire: type.includes("hired"), employeeId, email, title: role.title };
};

export const licenseOf = ({ title }: Fact): License => (/manager/i.test(title) ? "Pro" : "Basic");

const createUser = async (Email: string): Promise<string | undefined> => {
  try {
    return (await chime.send(new CreateUserCommand({ AccountId, Email }))).User?.UserId;
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
    const { Users } = await chime.send(new ListUsersCommand({ AccountId, UserEmail: Email }));
    return Users?.[0]?.UserId;
  }
};

const hire = async ({ employeeId, email }: Fact): Promise<string | undefined> => {
  const userId = await createUser(email);
  const Item = { employeeId: { S: employeeId }, userId: { S: userId ?? "" } };
  await dynamoDb.send(new PutItemCommand({ TableName, Item }));
  return userId;
};

export const userOf = async ({ employeeId }: Fact): Promise<string | undefined> => {
  const Key = { employeeId: { S: employeeId } };
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key, ProjectionExpression: "userId" }));
  return Item?.["userId"]?.S;
};

/** Creates the user of a hire, and sets the license with one UpdateUser. */
export const apply = async (fact: Fact): Promise<void> => {
  const UserId = fact.isHire ? await hire(fact) : await userOf(fact);
  await chime.send(new UpdateUserCommand({ AccountId, UserId, LicenseType: licenseOf(fact) }));
};
