import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { scimFetch } from "./scim-fetch.ts";

export type Service = "chime" | "scim" | "dynamodb" | "sqs";
/** Handles a call that a real client was about to send, and returns the response. DynamoDB's is in DynamoDB JSON. */
export type Call = (service: Service, operation: string, input: object) => Promise<object>;

type Members = { readonly [member: string]: unknown };

/**
 * Real AWS clients whose calls are intercepted before they are sent: commands and pagination are the SDK's own; and a
 * `fetch` for the SCIM adapter, which is whole, retries and rate governor too. The SDK's retries do not run here (test/adapters covers those); lost responses and doubled effects are faults of the
 * simulation. Clients are expensive to create, so workers reuse a set one after another.
 */
export const simulatedClients = () => {
  const settings = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const chime = new ChimeClient(settings);
  const plain = new DynamoDBClient(settings);
  const underDocument = new DynamoDBClient(settings);
  const sqs = new SQSClient({ ...settings, md5: false });
  const served: { call: Call; now: () => number } = {
    call: () => Promise.reject(new Error("no caller uses this client")),
    now: () => 0,
  };

  const intercept =
    (service: Service, translate = { input: asIs, output: asIs }) =>
    (_next: unknown, { commandName = "" }: { commandName?: string }) =>
    async ({ input }: { input: object }) => {
      const operation = commandName.replace(/Command$/, "");
      const output = await served.call(service, operation, translate.input(input as Members));
      return {
        output: { $metadata: {}, ...translate.output(output as Members) },
        response: { headers: { date: new Date(served.now()).toUTCString() } },
      };
    };
  const position = { step: "serialize", priority: "high" } as const;
  chime.middlewareStack.add(intercept("chime"), position);
  sqs.middlewareStack.add(intercept("sqs"), position);
  plain.middlewareStack.add(intercept("dynamodb"), position);
  // The document client translates after this step of the stack.
  underDocument.middlewareStack.add(intercept("dynamodb", { input: fromNative, output: toNative }), position);
  const fetch = scimFetch((...call) => served.call(...call));
  return { served, chime, fetch, sqs, dynamoDb: { plain, document: DynamoDBDocumentClient.from(underDocument) } };
};

export type SimulatedClients = ReturnType<typeof simulatedClients>;

const asIs = (members: Members): object => members;
const map = (members: Members, names: readonly string[], translate: (value: never) => unknown): object =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) =>
      names.includes(name) && value !== undefined ? [name, translate(value as never)] : [name, value],
    ),
  );
const fromNative = (input: Members): object =>
  map(input, ["Key", "Item", "ExpressionAttributeValues"], (value) => marshall(value, { removeUndefinedValues: true }));
const toNative = (output: Members): object => map(output, ["Item", "Attributes"], (value) => unmarshall(value));
