import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";

/** What CloudFormation reports of a stack: `status` such as UPDATE_COMPLETE, `updatedAt` in ISO 8601 UTC. */
export type StackOutputs = {
  readonly status: string;
  readonly updatedAt: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
};

/** @throws the CloudFormation client's errors: ValidationError if there is no such stack */
export const stackOutputs = async (client: CloudFormationClient, StackName: string): Promise<StackOutputs> => {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  const { StackStatus: status = "unknown", LastUpdatedTime, CreationTime, Outputs = [] } = stack ?? {};
  return {
    status,
    updatedAt: (LastUpdatedTime ?? CreationTime)?.toISOString(),
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue])),
  };
};
