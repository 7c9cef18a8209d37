import { BatchUpdateUserCommand, type ChimeClient, UpdateUserCommand } from "@aws-sdk/client-chime";
import DataLoader from "dataloader";
import { PermanentFailure } from "../domain/failure.ts";
import type { License } from "../domain/license.ts";
import type { Directory } from "../domain/ports.ts";
import { failureOfError, failureOfUserError } from "./failure-of.ts";

/** BatchUpdateUser takes 1 to 20 users. Source: the Chime API reference. */
const MAX_BATCH_SIZE = 20;

/** How long, in ms, a call waits for others to share a request with: the records of one Lambda batch arrive about together. */
const COALESCING_WINDOW_MS = 10;

type Update = { readonly userId: string; readonly license: License };
type Result = true | Error;

/** `setLicense` whose concurrent calls share BatchUpdateUser requests; one alone goes as UpdateUser. */
export const batchLicenses = (client: ChimeClient, accountId: string): Directory["setLicense"] => {
  const updateOne = async ({ userId, license }: Update): Promise<Result> => {
    try {
      await client.send(new UpdateUserCommand({ AccountId: accountId, UserId: userId, LicenseType: license }));
      return true;
    } catch (error) {
      return failureOfError("UpdateUser", error);
    }
  };

  const updateMany = async (updates: readonly Update[]): Promise<Result[]> => {
    // One entry a user: the last one asked for wins, and whoever asked for another sees at its confirmation that it was overtaken.
    const licenses = new Map(updates.map(({ userId, license }) => [userId, license]));
    const items = [...licenses].map(([UserId, LicenseType]) => ({ UserId, LicenseType }));
    try {
      const request = new BatchUpdateUserCommand({ AccountId: accountId, UpdateUserRequestItems: items });
      const { UserErrors = [] } = await client.send(request);
      const errors = new Map(UserErrors.map(({ UserId, ErrorCode }) => [UserId, failureOfUserError(ErrorCode)]));
      return updates.map(({ userId }) => errors.get(userId) ?? true);
    } catch (error) {
      return fallBack(updates, failureOfError("BatchUpdateUser", error));
    }
  };

  /** One bad entry can fail the whole request with a 400 or 404: single calls let the good ones land. */
  const fallBack = (updates: readonly Update[], failure: Error): Promise<Result[]> => {
    const singly = failure instanceof PermanentFailure;
    return Promise.all(updates.map((update) => (singly ? updateOne(update) : failure)));
  };

  const loader = new DataLoader<Update, true>(
    (updates) => {
      const [only] = updates;
      return updates.length === 1 && only !== undefined
        ? updateOne(only).then((result) => [result])
        : updateMany(updates);
    },
    {
      cache: false,
      maxBatchSize: MAX_BATCH_SIZE,
      batchScheduleFn: (dispatch) => setTimeout(dispatch, COALESCING_WINDOW_MS),
    },
  );

  return async (userId, license) => {
    await loader.load({ userId, license });
  };
};
