import { type ChimeClient, GetAccountCommand } from "@aws-sdk/client-chime";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";
import { assessAccount, type Wanted } from "./account-check.ts";
import { failureOfError } from "./failures.ts";

type Asked = { readonly client: ChimeClient; readonly accountId: string; readonly wanted: Wanted };

/** What a stage will find at its Chime account, one finding for each thing. Only reads. */
export const chimePreflight = async (
  { client, accountId: AccountId, wanted }: Asked,
  abortSignal: AbortSignal,
): Promise<readonly Finding[]> => {
  try {
    const { Account } = await client.send(new GetAccountCommand({ AccountId }), { abortSignal });
    if (Account !== undefined)
      return [ok("account", `${AccountId} is ${Account.Name}.`), ...assessAccount(Account, wanted)];
    return [notKnown("account", "GetAccount returned none.")];
  } catch (error) {
    const { code, message } = failureOfError("GetAccount", error);
    return [wrong("account", `${message}.`, FIXES[code] ?? OTHERWISE)];
  }
};

const OTHERWISE = "Check credentials and network, and try again.";
const FIXES: Readonly<Record<string, string>> = {
  DirectoryAccessDenied:
    "Sign in to AWS; whoever runs this needs chime:GetAccount, in the AWS account of the Chime account.",
  DirectoryMissing: "Correct chimeAccountId in config/stages.yml: `aws chime list-accounts` prints the IDs.",
};
