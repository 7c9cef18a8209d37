import { ConflictException, CreateUserCommand, paginateListUsers, type User } from "@aws-sdk/client-chime";
import type { Account, Directory } from "../../../domain/accounts/directory.ts";
import { Failure } from "../../../domain/failures.ts";
import { requireTime } from "../../../domain/require-time.ts";
import type { Timer } from "../../timer.ts";
import type { ChimeClients } from "./clients.ts";
import { failureOfError } from "./failures.ts";
import { licenseBatch } from "./license-batch.ts";
import { licenseUpdates } from "./license-updates.ts";
import { suspension } from "./suspension.ts";
import { createdAccount, foundAccount, usersWithEmail } from "./users.ts";

/**
 * One invocation: `members` are those who may change a license, and whose changes share requests; `remainingMs` is the
 * time that there is; `signal` aborts calls when that is up.
 */
export type Invocation = { readonly members: number; readonly remainingMs: number; readonly signal: AbortSignal };

/** A directory for one invocation. Each member leaves when it is done, so that nobody waits for it. */
export type OpenDirectory = Directory & { leave(): void };

export type ChimeDirectoryOptions = {
  readonly clients: ChimeClients;
  readonly accountId: string;
  readonly timer: Timer;
};

/** Amazon Chime as a directory, opened for each invocation. */
export const chimeDirectory =
  ({ clients, accountId, timer }: ChimeDirectoryOptions) =>
  ({ members, remainingMs, signal }: Invocation): OpenDirectory => {
    clients.waitWithin(remainingMs);
    const send = licenseUpdates(clients.update, accountId, signal);
    return {
      ...chimeUsers(clients, accountId, signal),
      ...suspension(clients.update, accountId, signal),
      ...licenseBatch({ send, members, timer }),
    };
  };

/** Finds and creates users. */
const chimeUsers = (
  { find: finding, create: creating }: Pick<ChimeClients, "find" | "create">,
  AccountId: string,
  abortSignal: AbortSignal,
): Pick<Directory, "find" | "create"> => {
  /** Reads every page, because two users may have the email. A list without an end ends at the deadline. */
  const find = async (email: string): Promise<Account | undefined> => {
    requireTime(abortSignal);
    try {
      const found: User[] = [];
      const pages = paginateListUsers({ client: finding }, { AccountId, UserEmail: email }, { abortSignal });
      for await (const { Users } of pages) {
        found.push(...usersWithEmail(Users ?? [], email));
        requireTime(abortSignal);
      }
      return foundAccount(found);
    } catch (error) {
      throw failureOfError("ListUsers", error);
    }
  };

  const create = async (email: string): Promise<Account> => {
    requireTime(abortSignal);
    try {
      const { User } = await creating.send(new CreateUserCommand({ AccountId, Email: email }), { abortSignal });
      return createdAccount(User, email);
    } catch (error) {
      return findAfter(createFailure(error), email);
    }
  };

  /** After a conflict, or an error that leaves open whether the user was made, the directory itself is asked. */
  const findAfter = async (failure: Failure, email: string): Promise<Account> => {
    const account = failure.retryable ? await find(email) : undefined;
    if (account === undefined) throw failure;
    // Without its license: the user may be an old one, and its license is then set rather than believed.
    return { id: account.id };
  };

  return { find, create };
};

/** A conflict whose user cannot be found yet is worth another try: ListUsers may lag behind CreateUser. */
const createFailure = (error: unknown): Failure => {
  if (!(error instanceof ConflictException)) return failureOfError("CreateUser", error);
  const message = "CreateUser says that the email is taken, ListUsers that it is not";
  return new Failure("DirectoryUnavailable", message, { cause: error });
};
