import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsSecret } from "../../adapters/secrets.ts";

/** A stage for Slack on prod's bus, as it stands in config/stages.yml. */
export const SLACK_STAGE = `
slack:
  <<: *deployed
  directory: slack
  bus: prod
`;

const SECRET = "seatkeeper/slack/slack";
const TOKEN = "xoxp-rehearsal";

type Client = ConstructorParameters<typeof SecretsManagerClient>[0] & { readonly endpoint: string };

/** Stores the token as docs/deploy.md says, and reads it as a function does. */
export const storeToken = async (shared: Client): Promise<{ readonly arn: string; readonly isRead: boolean }> => {
  const client = new SecretsManagerClient(shared);
  const { ARN = "" } = await client.send(new CreateSecretCommand({ Name: SECRET, SecretString: TOKEN }));
  return { arn: ARN, isRead: (await awsSecret(SECRET, client).read()) === TOKEN };
};

type Template = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;
};

/** On which buses the stage's rules are, and which of its roles may read the secret with this ARN. */
export const slackIn = async (shared: Client, arn: string) => {
  const client = new CloudFormationClient(shared);
  const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName: "seatkeeper-slack" }));
  const resources = Object.entries((JSON.parse(TemplateBody) as Template).Resources);
  const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const rules = ofType("AWS::Events::Rule").map(
    ([, { Properties }]) => Properties as { readonly EventBusName?: string },
  );
  // Schedules are rules, too, and on no bus.
  const buses = rules.flatMap(({ EventBusName: name }) => (name === undefined ? [] : [name]));
  const readers = ofType("AWS::IAM::Role").filter(([, role]) => mayRead(JSON.stringify(role), arn));
  return { buses: [...new Set(buses)], readers: readers.map(([logicalId]) => logicalId).sort() };
};

/** Whether a role names the secret: its own parts of the ARN filled in, and `?` for any character. */
const mayRead = (role: string, arn: string): boolean => {
  const [, pattern] = /(arn:[^"]*:secretsmanager:[^"]*)/.exec(role) ?? [];
  if (pattern === undefined) return false;
  const [, Partition = "", , Region = "", AccountId = ""] = arn.split(":");
  const known: Readonly<Record<string, string>> = { Partition, Region, AccountId };
  const filled = pattern.replaceAll(/\$\{AWS::(\w+)\}/g, (_, name: string) => known[name] ?? "");
  return new RegExp(`^${filled.replaceAll("?", ".")}$`).test(arn);
};
