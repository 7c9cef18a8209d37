import {
  BatchSuspendUserCommand,
  BatchUnsuspendUserCommand,
  type ChimeClient,
  LogoutUserCommand,
  type UserError,
} from "@aws-sdk/client-chime";
import type { Directory } from "../../../domain/accounts/directory.ts";
import { requireTime } from "../../../domain/require-time.ts";
import { failureOfError, failureOfUserError } from "./failures.ts";

/**
 * Suspends a user, then signs her out, since a session outlives the suspension; and takes a suspension back. Which types
 * of account can do this: docs of BatchSuspendUser in the Chime API reference.
 */
export const suspension = (
  client: ChimeClient,
  AccountId: string,
  abortSignal: AbortSignal,
): Pick<Directory, "deactivate" | "reactivate"> => {
  const attempt = async (
    operation: string,
    send: () => Promise<{ readonly UserErrors?: UserError[] | undefined }>,
  ): Promise<void> => {
    requireTime(abortSignal);
    const { UserErrors = [] } = await send().catch((error: unknown) => {
      throw failureOfError(operation, error);
    });
    const [refused] = UserErrors;
    if (refused !== undefined) throw failureOfUserError(refused.ErrorCode, operation);
  };

  return {
    deactivate: async (UserId) => {
      const suspend = new BatchSuspendUserCommand({ AccountId, UserIdList: [UserId] });
      await attempt("BatchSuspendUser", () => client.send(suspend, { abortSignal }));
      const logout = new LogoutUserCommand({ AccountId, UserId });
      await attempt("LogoutUser", async () => {
        await client.send(logout, { abortSignal });
        return {};
      });
    },
    reactivate: async (UserId) => {
      const unsuspend = new BatchUnsuspendUserCommand({ AccountId, UserIdList: [UserId] });
      await attempt("BatchUnsuspendUser", () => client.send(unsuspend, { abortSignal }));
    },
  };
};
