import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LOCAL_CREDENTIALS } from "./aws/credentials.ts";
import { REGION, type Stack } from "./stack.ts";

/** Ordinary AWS clients that talk to the embedded stack; that of Chime only if Chime is its directory. */
export const localClients = ({ sqs, dynamodb, directory }: Stack["endpoints"]) => {
  const shared = { region: REGION, credentials: LOCAL_CREDENTIALS };
  const clients = {
    sqs: new SQSClient({ ...shared, endpoint: sqs }),
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient({ ...shared, endpoint: dynamodb })),
    chime: new ChimeClient({ ...shared, endpoint: directory }),
  };
  const destroy = () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  return { ...clients, destroy };
};

export type LocalClients = ReturnType<typeof localClients>;
