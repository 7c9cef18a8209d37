import { GetUserCommand } from "@aws-sdk/client-chime";
import type { AccountLookUp, ShownAccount } from "../account-look-up.ts";
import { type ChimeDirectoryOptions, chimeDirectory } from "./directory.ts";
import { failureOfError } from "./failures.ts";
import { accountOf } from "./users.ts";

/** In ms: for one person who waits, a find and a read. */
const TIME_MS = 60_000;

/** Only reads. Whoever runs it needs chime:GetUser and chime:ListUsers. */
export const chimeLookUp = (options: ChimeDirectoryOptions, abortSignal: AbortSignal): AccountLookUp => {
  const { find } = chimeDirectory(options)({ members: 1, remainingMs: TIME_MS, signal: abortSignal });
  const { clients, accountId: AccountId } = options;
  return {
    byId: async (UserId) => {
      try {
        const { User } = await clients.find.send(new GetUserCommand({ AccountId, UserId }), { abortSignal });
        if (User === undefined) return undefined;
        const { PrimaryEmail, DisplayName } = User;
        return shown(accountOf(User), PrimaryEmail?.trim(), DisplayName);
      } catch (error) {
        const failure = failureOfError("GetUser", error);
        if (failure.code === "DirectoryUserMissing") return undefined;
        throw failure;
      }
    },
    byEmail: async (email) => {
      const account = await find(email);
      return account === undefined ? undefined : shown(account, email);
    },
  };
};

const shown = (account: Omit<ShownAccount, "emails" | "names">, email?: string, name?: string): ShownAccount => ({
  ...account,
  emails: email ? [email] : [],
  names: name ? [name] : [],
});
