import type { Account, Created, Directory, Person, Profile } from "../../domain/accounts/directory.ts";
import type { License } from "../../domain/accounts/license.ts";
import { Failure } from "../../domain/failures.ts";

/** The directory that an overlay lies over; it asks it for accounts, and never changes one. */
export type DirectoryBelow = Pick<Directory, "find">;

/** Nobody has an account. */
export const NO_ACCOUNTS: DirectoryBelow = { find: async () => undefined };

/** `licenseOf` is the license that an account got here; `isNew` says whether it was created here. */
export type OverlayDirectory = Directory & {
  licenseOf(accountId: string): License | undefined;
  isNew(accountId: string): boolean;
};

/** How the IDs of accounts begin that were created here: no directory gives such. */
const NEW = "new account ";

/** What was done to an account, whether or not it was ever seen; `email` is the one that it got. */
type Change = { readonly license?: License; readonly active?: boolean; readonly email?: string };

/**
 * A directory whose changes stay in memory: an email that nobody got here is asked for below, once. An account that is
 * known by its ID alone is believed to be there, because no directory is asked for one by its ID. `invites` says that
 * accounts come by invitation: whoever is to get one is only invited. `onFound` is called for each account that below
 * knows, when it is found first.
 */
export const overlayDirectory = (
  below: DirectoryBelow,
  { invites = false, onFound = () => {} }: { readonly invites?: boolean; onFound?(account: Account): void } = {},
): OverlayDirectory => {
  const changes = new Map<string, Change>();
  /** Who has an email: an account of below, one that got it here, or nobody. */
  const owners = new Map<string, Account | undefined>();
  let made = 0;

  const lookUp = async (email: string): Promise<Account | undefined> => {
    if (owners.has(email)) return owners.get(email);
    const found = await below.find(email);
    owners.set(email, found);
    if (found !== undefined && !changes.has(found.id)) onFound(found);
    return found;
  };
  const change = (accountId: string, change: Change) =>
    changes.set(accountId, { ...changes.get(accountId), ...change });

  const find = async (email: string): Promise<Account | undefined> => {
    const account = await lookUp(email);
    if (account === undefined) return undefined;
    const { email: current = email, ...changed } = changes.get(account.id) ?? {};
    return current === email ? { ...account, ...changed } : undefined;
  };

  const create = async ({ email }: Person): Promise<Created> => {
    const account = await find(email);
    if (account !== undefined) return { id: account.id, found: true };
    if (invites) throw new Failure("InvitationPending", "the invitation is not accepted yet");
    made += 1;
    const created = { id: `${NEW}${made}` };
    owners.set(email, created);
    return created;
  };

  /** As a SCIM server refuses it; whoever has the email may be about to change. */
  const rename = async (accountId: string, { email }: Profile) => {
    const owner = await find(email);
    if (owner !== undefined && owner.id !== accountId)
      throw new Failure("DirectoryUnavailable", "another user of the directory has this email");
    change(accountId, { email });
    owners.set(email, { id: accountId });
  };

  return {
    licenseOf: (accountId) => changes.get(accountId)?.license,
    isNew: (accountId) => accountId.startsWith(NEW),
    find,
    create,
    change: async (accountId, { license, profile }) => {
      if (profile !== undefined) await rename(accountId, profile);
      if (license !== undefined) change(accountId, { license });
    },
    deactivate: async (accountId) => void change(accountId, { active: false }),
    reactivate: async (accountId) => void change(accountId, { active: true }),
  };
};
