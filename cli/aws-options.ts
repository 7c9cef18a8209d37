import { type Command, Option } from "commander";
import { LOCAL } from "../config/local-stage.ts";
import { UsageError } from "./errors.ts";
import { once, parseRegion, parseText } from "./parse-arguments.ts";

/** What a command was told of AWS, apart from its stage. */
type AwsOptions = { readonly stage?: string; readonly region?: string; readonly profile?: string };

/** One process runs one command. */
let given: { readonly region?: string } = {};

/** The region that `--region` names: the stage is there, whatever config/stages.yml says. */
export const givenRegion = (): string | undefined => given.region;

/** `--region` and `--profile`, for a command that may call AWS. The stage local has neither. */
export const withAwsOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--region <region>",
        "the AWS region that the stage is in, if not the one of config/stages.yml",
      ).argParser(once(parseRegion)),
    )
    .option("--profile <profile>", "the AWS profile whose credentials are used, as AWS_PROFILE", once(parseText))
    .hook("preAction", (_, action) => useAwsOptions(action.opts()));

/** Exported for its test. @throws UsageError for the stage local, which is not on AWS */
export const useAwsOptions = ({ stage, region, profile }: AwsOptions): void => {
  const option = region === undefined ? profile && "--profile" : "--region";
  if (stage === LOCAL && option)
    throw new UsageError(`The stage ${LOCAL} is on this machine and not on AWS: leave ${option} out`);
  given = region === undefined ? {} : { region };
  // The SDK reads it when a client asks for credentials, which is later than this. It wins over AWS_ACCESS_KEY_ID.
  if (profile !== undefined) process.env["AWS_PROFILE"] = profile;
};
