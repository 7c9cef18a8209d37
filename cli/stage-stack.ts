import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type StackOutputs, stackOutputs } from "../adapters/cloudformation/stack-outputs.ts";
import { CommandFailed } from "./errors.ts";
import { explain, regionOf, TIMEOUTS } from "./stage.ts";

/** The CloudFormation stack of a deployed stage. @throws CommandFailed if it is not there, or AWS cannot be reached */
export const stageStack = async (stage: string): Promise<StackOutputs> => {
  const client = new CloudFormationClient({ region: await regionOf(stage), requestHandler: TIMEOUTS });
  try {
    return await stackOutputs(client, `seatkeeper-${stage}`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ValidationError") throw explain(error, stage);
    throw new CommandFailed(
      `There is no stack seatkeeper-${stage} in this account and region: is the stage deployed here?`,
    );
  } finally {
    client.destroy();
  }
};
