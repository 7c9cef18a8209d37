/** `npm run dev`: Seatkeeper on this machine, staying up until Ctrl-C. */
import { publishLocalStack } from "../../cli/environment.ts";
import { print, printError } from "../../cli/program.ts";
import { visible } from "../../cli/visible.ts";
import { readTemplate, type StackModel } from "../aws/template.ts";
import type { DirectoryOptions } from "../directory-option.ts";
import { isIdleLine } from "../idle-lines.ts";
import { catchInterruption } from "../interruption.ts";
import { packageService } from "../package-service.ts";
import type { PortOptions } from "../port-option.ts";
import { REGION, type Stack, startStack } from "../stack.ts";

export type DevOptions = PortOptions & DirectoryOptions;

/** Runs until Ctrl-C. */
export const dev = async ({ portBase: ports, directory }: DevOptions): Promise<void> => {
  const signal = catchInterruption();
  printError("packaging the service");
  const packageDir = await packageService({ directory });
  const model = readTemplate(packageDir);
  if (signal.aborted) return;
  const onLog = (_: string, line: string) => (isIdleLine(line) ? undefined : print(visible(line)));
  const stack = await startStack({ model, packageDir, ports, directory, onLog });
  if (!signal.aborted) {
    const isStageLocal = publishLocalStack(published(stack));
    print(welcome(stack, model));
    if (!isStageLocal) print(anotherRuns(stack));
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  }
  await stack.close();
  // Ctrl-C is how it ends: that is no failure.
  process.exitCode = 0;
  printError("stopped");
};

/** What `--stage local` has to know. */
const published = ({ endpoints, environment, lambda, directory: { file } }: Stack) => {
  const { DIRECTORY_URL: url = endpoints.directory, DIRECTORY_TOKEN_URL: tokenUrl } = environment;
  const { AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager = "" } = environment;
  const { sqs, dynamodb } = endpoints;
  const directory = { name: file.name, url, ...(tokenUrl === undefined ? {} : { tokenUrl }) };
  return { sqs, dynamodb, lambda, secretsManager, directory };
};

const anotherRuns = ({
  endpoints: { sqs },
  lambda,
}: Stack): string => `Another npm run dev of this folder runs already: \`send\` and \`--stage local\` mean that one. For this one set
AWS_ENDPOINT_URL_SQS=${sqs} AWS_ENDPOINT_URL_LAMBDA=${lambda} before them.
`;

const welcome = (
  { endpoints: { sqs, dynamodb, directory: endpoint }, queues, accountId, directory: { file } }: Stack,
  { notEmulated }: StackModel,
): string => {
  const hires = queues.find(({ logicalId }) => logicalId === "EmployeeHiredQueue");
  return `
Seatkeeper is running, from the template that would be deployed. Not emulated: ${notEmulated.join(", ")}.

  SQS       ${sqs}
  DynamoDB  ${dynamodb}
  ${file.name.padEnd(8)}  ${endpoint}

In another terminal, npm run send -- FILE ... sends events,
and npm run seatkeeper -- dlq list --stage local shows what failed.
Or, with the AWS CLI, send a hire, and list the users:

export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=${REGION}
aws sqs send-message --endpoint-url ${sqs} --queue-url ${hires?.url} \\
  --message-body file://events/samples/hired.jsonl
${file.protocol === "chime" ? `aws chime list-users --endpoint-url ${endpoint} --account-id ${accountId}` : `curl -fsS ${endpoint}/_emulator/users`}

Ctrl-C stops it. The functions' log follows.
`;
};
