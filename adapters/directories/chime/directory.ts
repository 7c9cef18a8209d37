import { ConflictException, CreateUserCommand, paginateListUsers, type User } from "@aws-sdk/client-chime";
import type { Account, Created, Directory, Person } from "../../../domain/accounts/directory.ts";
import type { ChimeFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { requireTime } from "../../../domain/require-time.ts";
import type { Timer } from "../../timer.ts";
import type { OpenDirectories } from "../open-directory.ts";
import type { ChimeClients } from "./clients.ts";
import { failureOfError } from "./failures.ts";
import { invitations } from "./invitations.ts";
import { licenseBatch } from "./license-batch.ts";
import { licenseUpdates } from "./license-updates.ts";
import { suspension } from "./suspension.ts";
import { createdAccount, foundAccount, usersWithEmail } from "./users.ts";

/** `account` is what the account's type allows; by default that of an EnterpriseLWA account. */
export type ChimeDirectoryOptions = {
  readonly clients: ChimeClients;
  readonly accountId: string;
  readonly account?: Pick<ChimeFile, "newUsers" | "can">;
  readonly timer: Timer;
};

/** Amazon Chime as a directory, opened for each invocation. */
export const chimeDirectory =
  ({ clients, accountId, account, timer }: ChimeDirectoryOptions): OpenDirectories =>
  ({ members, remainingMs, signal }) => {
    clients.waitWithin(remainingMs);
    const send = licenseUpdates(clients.update, accountId, signal);
    const users = chimeUsers(clients, accountId, signal);
    const { create } =
      account?.newUsers === "invite" ? invitations(clients.create, accountId, signal, users.find) : users;
    return {
      ...users,
      create,
      ...suspension(clients.update, accountId, signal),
      ...(account?.can.deactivate === false ? { reactivate: nothingToTakeBack } : {}),
      ...licenseBatch({ send, members, timer }),
    };
  };

/** Nobody whom we released is suspended there. */
const nothingToTakeBack = async (): Promise<void> => {};

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

  /** The license is set by a call of its own: a new user has the default of the Chime account. */
  const create = async ({ email }: Person): Promise<Created> => {
    requireTime(abortSignal);
    try {
      const { User } = await creating.send(new CreateUserCommand({ AccountId, Email: email }), { abortSignal });
      return createdAccount(User, email);
    } catch (error) {
      return findAfter(createFailure(error), email);
    }
  };

  /** After a conflict, or an error that leaves open whether the user was made, the directory itself is asked. */
  const findAfter = async (failure: Failure, email: string): Promise<Created> => {
    const account = failure.retryable ? await find(email) : undefined;
    if (account === undefined) throw failure;
    // Without its license: the user may be an old one, and its license is then set rather than believed.
    const { license: _, ...found } = account;
    return { ...found, found: true };
  };

  return { find, create };
};

/** A conflict whose user cannot be found yet is worth another try: ListUsers may lag behind CreateUser. */
const createFailure = (error: unknown): Failure => {
  if (!(error instanceof ConflictException)) return failureOfError("CreateUser", error);
  const message = "CreateUser says that the email is taken, ListUsers that it is not";
  return new Failure("DirectoryUnavailable", message, { cause: error });
};
