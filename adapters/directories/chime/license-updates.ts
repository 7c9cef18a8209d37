import {
  BatchUpdateUserCommand,
  type ChimeClient,
  type License as ChimeLicense,
  UpdateUserCommand,
} from "@aws-sdk/client-chime";
import type { License } from "../../../domain/accounts/license.ts";
import { Failure } from "../../../domain/failures.ts";
import { failureOfError, failureOfUserError } from "./failures.ts";

/** BatchUpdateUser takes 1 to 20 users. Source: the Chime API reference. */
export const MAX_USERS = 20;

export type Update = { readonly userId: string; readonly license: License };
/** By user ID; who is not in it was updated. */
export type Failures = ReadonlyMap<string, Failure>;

/**
 * Sends 1 to 20 license updates in one request: UpdateUser for one, else BatchUpdateUser. `signal` ends it. What it
 * sends is never sent again without need: one request, and single ones only if the batch could not tell whose the
 * errors are.
 */
export const licenseUpdates = (client: ChimeClient, AccountId: string, abortSignal: AbortSignal) => {
  const updateOne = async ({ userId, license }: Update): Promise<Failures> => {
    try {
      const command = new UpdateUserCommand({ AccountId, UserId: userId, LicenseType: license as ChimeLicense });
      await client.send(command, { abortSignal });
      return new Map();
    } catch (error) {
      return new Map([[userId, failureOfError("UpdateUser", error)]]);
    }
  };

  const updateMany = async (updates: readonly Update[]): Promise<Failures> => {
    const UpdateUserRequestItems = updates.map(({ userId, license }) => ({
      UserId: userId,
      LicenseType: license as ChimeLicense,
    }));
    try {
      const command = new BatchUpdateUserCommand({ AccountId, UpdateUserRequestItems });
      const { UserErrors = [] } = await client.send(command, { abortSignal });
      const failures = new Map(UserErrors.map(({ UserId = "", ErrorCode }) => [UserId, failureOfUserError(ErrorCode)]));
      return isAboutOthers(failures, updates) ? updateUnnamed(updates, failures) : failures;
    } catch (error) {
      return fallBack(updates, failureOfError("BatchUpdateUser", error));
    }
  };

  /** One bad entry can fail the whole request with a 400 or 404: single calls let the good ones land. */
  const fallBack = async (updates: readonly Update[], failure: Failure): Promise<Failures> => {
    if (failure.retryable) return new Map(updates.map(({ userId }) => [userId, failure]));
    return updateEach(updates);
  };

  /** An error of nobody whom we asked for may be anybody's. */
  const updateUnnamed = async (updates: readonly Update[], named: Failures): Promise<Failures> =>
    new Map([...named, ...(await updateEach(updates.filter(({ userId }) => !named.has(userId))))]);

  const updateEach = async (updates: readonly Update[]): Promise<Failures> => {
    const results = await Promise.all(updates.map(updateOne));
    return new Map(results.flatMap((failures) => [...failures]));
  };

  return async (updates: readonly Update[]): Promise<Failures> => {
    if (abortSignal.aborted) return new Map(updates.map(({ userId }) => [userId, NO_TIME]));
    const [first, ...others] = updates;
    return first !== undefined && others.length === 0 ? updateOne(first) : updateMany(updates);
  };
};

/** A call that is begun takes its turn at the rate limit, even if it is never sent. */
const NO_TIME = new Failure("DeadlineExceeded", "there was no time left to change the license");

/** Whether there is an error without a user, or of one who was not asked for. */
const isAboutOthers = (failures: Failures, updates: readonly Update[]): boolean => {
  const asked = new Set(updates.map(({ userId }) => userId));
  return ![...failures.keys()].every((userId) => asked.has(userId));
};
