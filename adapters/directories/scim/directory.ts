import type { Account, Directory } from "../../../domain/accounts/directory.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import type { DirectoryListing, OpenDirectories } from "../open-directory.ts";
import { rateGovernor } from "../rate-governor.ts";
import { licenseEdits } from "./carriers.ts";
import type { Send } from "./client.ts";
import { type ScimOptions, scimConnection } from "./connection.ts";
import { userCreation } from "./create-user.ts";
import { EXCHANGE_MS } from "./exchange.ts";
import { findUser } from "./find-user.ts";
import { groupMembership } from "./group-membership.ts";
import type { Json } from "./json.ts";
import { listAccounts } from "./list-accounts.ts";
import { profileEdits } from "./person.ts";
import { readUser } from "./read-user.ts";
import { userUpdates } from "./update-user.ts";
import { userState } from "./user-state.ts";
import { accountOf, idOf } from "./users.ts";

/** What a function needs after it has waited for its turn, in ms: the call itself, and a confirmation. */
const RESERVE = EXCHANGE_MS + 3_000;

/**
 * A SCIM 2.0 server as a directory, opened for each invocation. Nobody shares a request, so nobody waits for anybody.
 * @throws Error if the address is none that a token may be sent to
 */
export const scimDirectories = (options: ScimOptions): OpenDirectories => {
  const governor = rateGovernor(options.file.limits, options.pace);
  const openClient = scimConnection(options, governor).open;
  return ({ remainingMs, signal }) => {
    governor.waitFor(Math.max(remainingMs - RESERVE, remainingMs / 2));
    return { ...scimUsers(openClient(signal), options.file), leave: () => {} };
  };
};

/** Everybody in the directory, for tools. @throws Error, as above */
export const scimListing = (options: ScimOptions): DirectoryListing => {
  const send = scimConnection(options, rateGovernor(options.file.limits)).open(new AbortController().signal);
  return { list: () => listAccounts(send, options.file) };
};

const scimUsers = (send: Send, file: ScimFile): Directory => {
  const update = userUpdates(send, file);
  const join = file.carrier.kind === "group" ? groupMembership(send, file) : undefined;
  return {
    find: async (email) => {
      const user = await findUser(send, email, file);
      return user === undefined ? undefined : accountFound(send, user, file);
    },
    create: userCreation(send, file),
    change: async (accountId, { license, profile }) => {
      const named = profile === undefined ? [] : profileEdits(profile, file);
      const licensed = license === undefined ? [] : licenseEdits(license, file);
      await update(accountId, [...licensed, ...named]);
      if (license !== undefined) await join?.(accountId, license);
    },
    ...userState(send, update, file),
  };
};

/** Some directories show a license only with one user alone. */
const accountFound = async (send: Send, user: Json, file: ScimFile): Promise<Account> => {
  const id = idOf(user) ?? "";
  const whole = file.listShowsLicense ? user : (await readUser(send, id)).user;
  return accountOf(whole, id, file);
};
