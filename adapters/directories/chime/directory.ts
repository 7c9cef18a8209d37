import {
  type ChimeClient,
  ConflictException,
  CreateUserCommand,
  paginateListUsers,
  type User,
} from "@aws-sdk/client-chime";
import { Failure } from "../../../domain/failures.ts";
import type { Directory, DirectoryUser } from "../../../domain/ports.ts";
import { failureOfError } from "./failures.ts";
import { type LicenseBatch, licenseBatch, type Timer } from "./license-batch.ts";

/**
 * Amazon Chime as a directory, by three clients that differ in what they repeat. `create` must not repeat anything (`maxAttempts: 1`): CreateUser is
 * not idempotent, and the SDK would send it again after a dropped socket, a 500 or a 429. `update` repeats what was throttled alone.
 */
export type ChimeDirectoryOptions = {
  readonly clients: { readonly find: ChimeClient; readonly create: ChimeClient; readonly update: ChimeClient };
  readonly accountId: string;
  readonly timer?: Timer;
};

/** @see Directory, LicenseBatch */
export const chimeDirectory = ({
  clients: { find, create, update },
  accountId,
  timer,
}: ChimeDirectoryOptions): Directory & LicenseBatch => {
  const findUserByEmail = async (email: string): Promise<DirectoryUser | undefined> => {
    try {
      for await (const page of paginateListUsers({ client: find }, { AccountId: accountId, UserEmail: email })) {
        const user = page.Users?.find(({ PrimaryEmail }) => normalize(PrimaryEmail) === normalize(email));
        if (user !== undefined) return directoryUser(user);
      }
      return undefined;
    } catch (error) {
      throw failureOfError("ListUsers", error);
    }
  };

  const createUser = async (email: string): Promise<DirectoryUser> => {
    try {
      const { User } = await create.send(new CreateUserCommand({ AccountId: accountId, Email: email }));
      const user = directoryUser(User);
      if (user !== undefined) return user;
      throw new Failure("DirectoryUnavailable", "CreateUser answered without a user");
    } catch (error) {
      return findAfter(error, email);
    }
  };

  /** After a conflict, or an error that leaves open whether the user was made, the directory itself is asked. */
  const findAfter = async (error: unknown, email: string): Promise<DirectoryUser> => {
    const failure = createFailure(error);
    if (failure.retryable) {
      const user = await findUserByEmail(email);
      // Without its license: the user may be an old one, and its license is then set rather than believed.
      if (user !== undefined) return { userId: user.userId };
    }
    throw failure;
  };

  return { findUserByEmail, createUser, ...licenseBatch(update, accountId, timer) };
};

/** A conflict whose user cannot be found yet is worth another try: ListUsers may lag behind CreateUser. */
const createFailure = (error: unknown): Failure => {
  if (!(error instanceof ConflictException)) return failureOfError("CreateUser", error);
  return new Failure("DirectoryUnavailable", "CreateUser answered that the email is taken, ListUsers that it is not", {
    cause: error,
  });
};

const directoryUser = (user: User | undefined): DirectoryUser | undefined => {
  if (user?.UserId === undefined) return undefined;
  return { userId: user.UserId, ...(user.LicenseType === undefined ? {} : { license: user.LicenseType }) };
};

const normalize = (email: string | undefined): string | undefined => email?.trim().toLowerCase();
