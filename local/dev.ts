/** `npm run dev`: Seatkeeper on this machine, staying up until Ctrl-C. */

import { readTemplate, type StackModel } from "./aws/template.ts";
import { readCommandLine } from "./command-line.ts";
import { PackagingFailed, packageService } from "./package-service.ts";
import { PortInUse } from "./ports.ts";
import { BadInput } from "./read-bodies.ts";
import { REGION, type Stack, startStack } from "./stack.ts";
import { removeStackFile, writeStackFile } from "./stack-file.ts";

const main = async (args: readonly string[]): Promise<void> => {
  const { ports } = readCommandLine(args);
  console.error("packaging the service");
  const packageDir = await packageService();
  const model = readTemplate(packageDir);
  const stack = await startStack({ model, packageDir, ports, onLog: (_, line) => console.log(line) });
  writeStackFile(stack.endpoints);
  console.log(welcome(stack, model));
  const stop = () => {
    removeStackFile();
    void stack.close().then(() => console.error("stopped"));
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
};

const HIRE = JSON.stringify({
  specversion: "1.0",
  id: "evt-1",
  source: "/hr",
  type: "hr.employee.hired.v1",
  time: "2026-03-01T08:00:00Z",
  data: {
    employeeId: "E1",
    email: "ana@example.com",
    effectiveAt: "2026-03-01T08:00:00Z",
    role: { title: "Account Executive", department: "Sales" },
  },
});

const welcome = (
  { endpoints: { sqs, dynamodb, chime }, queues, accountId }: Stack,
  { notEmulated }: StackModel,
): string => {
  const hires = queues.find(({ logicalId }) => logicalId === "EmployeeHiredQueue");
  return `
Seatkeeper is running, from the template that would be deployed. Not emulated: ${notEmulated.join(", ")}.

  SQS       ${sqs}
  DynamoDB  ${dynamodb}
  Chime     ${chime}

In another terminal: npm run send -- FILE ... sends events, npm run seatkeeper -- dlq list --stage local shows what failed.
Or, with the AWS CLI, send a hire and list the users:

export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=${REGION}
aws sqs send-message --endpoint-url ${sqs} --queue-url ${hires?.url} \\
  --message-body '${HIRE}'
aws chime list-users --endpoint-url ${chime} --account-id ${accountId}

Ctrl-C stops it. The functions' log follows.
`;
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof BadInput || error instanceof PortInUse || error instanceof PackagingFailed;
  console.error(expected ? error.message : error);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
