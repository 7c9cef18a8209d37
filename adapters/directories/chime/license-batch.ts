import { BatchUpdateUserCommand, type ChimeClient, UpdateUserCommand } from "@aws-sdk/client-chime";
import type { Failure } from "../../../domain/failures.ts";
import type { Directory, LicenseTarget } from "../../../domain/ports.ts";
import { failureOfError, failureOfUserError } from "./failures.ts";

/** BatchUpdateUser takes 1 to 20 users. Source: the Chime API reference. */
const MAX_USERS = 20;

/** How long, in ms, a call waits at most for the others. A directory that limits us can keep one of them for as long. */
const MAX_WAIT_MS = 5_000;

/** Calls back after so many ms; answers how to call it off. */
export type Timer = (milliseconds: number, callBack: () => void) => () => void;

/**
 * `join` announces a caller who may set a license, and answers how to tell that it is done. `setLicense` then waits for all who joined:
 * each of them waits, too, or is done, for some seconds at most. So requests are full, and several asks for one user are one.
 */
export type LicenseBatch = Pick<Directory, "setLicense"> & { join(): () => void };

/** One entry a user: the newest target asked for, and who waits for it. */
type Entry = { target: LicenseTarget; readonly callers: PromiseWithResolvers<LicenseTarget>[] };

/** `setLicense` whose concurrent calls share BatchUpdateUser requests; one alone goes as UpdateUser. */
export const licenseBatch = (client: ChimeClient, accountId: string, timer: Timer = startTimer): LicenseBatch => {
  const send = licenseUpdates(client, accountId);
  let open = new Map<string, Entry>();
  let joined = 0;
  let waiting = 0;
  let stopTimer: (() => void) | undefined;

  const dispatch = () => {
    stopTimer?.();
    stopTimer = undefined;
    const entries = [...open];
    open = new Map();
    waiting = 0;
    for (let start = 0; start < entries.length; start += MAX_USERS) sendChunk(entries.slice(start, start + MAX_USERS));
  };
  const sendChunk = (chunk: readonly [userId: string, Entry][]) => {
    void send(chunk.map(([userId, { target }]) => ({ userId, license: target.license }))).then((failures) => {
      for (const [userId, entry] of chunk) settle(entry, failures.get(userId));
    });
  };
  const dispatchWhereNobodyIsMissing = () => {
    if (open.size > 0 && waiting >= joined) dispatch();
  };

  return {
    join: () => {
      joined += 1;
      return () => {
        joined -= 1;
        dispatchWhereNobodyIsMissing();
      };
    },
    setLicense: (userId, target) => {
      const caller = Promise.withResolvers<LicenseTarget>();
      const entry = open.get(userId) ?? { target, callers: [] };
      if (target.version > entry.target.version) entry.target = target;
      entry.callers.push(caller);
      open.set(userId, entry);
      waiting += 1;
      stopTimer ??= timer(MAX_WAIT_MS, dispatch);
      dispatchWhereNobodyIsMissing();
      return caller.promise;
    },
  };
};

const startTimer: Timer = (milliseconds, callBack) => {
  const timer = setTimeout(callBack, milliseconds);
  return () => clearTimeout(timer);
};

const settle = ({ target, callers }: Entry, failure: Failure | undefined): void => {
  for (const { resolve, reject } of callers) {
    if (failure === undefined) resolve(target);
    else reject(failure);
  }
};

type Update = { readonly userId: string; readonly license: LicenseTarget["license"] };
/** By user ID; who is not in it was updated. */
type Failures = ReadonlyMap<string, Failure>;

/** Whether there is an error without a user, or of one who was not asked for. */
const isAboutOthers = (failures: Failures, updates: readonly Update[]): boolean => {
  const asked = new Set(updates.map(({ userId }) => userId));
  return ![...failures.keys()].every((userId) => asked.has(userId));
};

const licenseUpdates = (client: ChimeClient, accountId: string) => {
  const updateOne = async ({ userId, license }: Update): Promise<Failures> => {
    try {
      await client.send(new UpdateUserCommand({ AccountId: accountId, UserId: userId, LicenseType: license }));
      return new Map();
    } catch (error) {
      return new Map([[userId, failureOfError("UpdateUser", error)]]);
    }
  };

  const updateMany = async (updates: readonly Update[]): Promise<Failures> => {
    const items = updates.map(({ userId, license }) => ({ UserId: userId, LicenseType: license }));
    try {
      const request = new BatchUpdateUserCommand({ AccountId: accountId, UpdateUserRequestItems: items });
      const { UserErrors = [] } = await client.send(request);
      const failures = new Map(UserErrors.map(({ UserId = "", ErrorCode }) => [UserId, failureOfUserError(ErrorCode)]));
      return isAboutOthers(failures, updates) ? settleUnnamed(updates, failures) : failures;
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
  const settleUnnamed = async (updates: readonly Update[], named: Failures): Promise<Failures> =>
    new Map([...named, ...(await updateEach(updates.filter(({ userId }) => !named.has(userId))))]);

  const updateEach = async (updates: readonly Update[]): Promise<Failures> => {
    const results = await Promise.all(updates.map(updateOne));
    return new Map(results.flatMap((failures) => [...failures]));
  };

  return (updates: readonly Update[]): Promise<Failures> => {
    const [first, ...others] = updates;
    return first !== undefined && others.length === 0 ? updateOne(first) : updateMany(updates);
  };
};
