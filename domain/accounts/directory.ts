import type { License } from "./license.ts";

/** A directory's account. `license` and `active` are there if the directory said them. */
export type Account = { readonly id: string; readonly license?: License; readonly active?: boolean };

/** What an account shows of a person. */
export type Profile = { readonly email: string; readonly displayName?: string };
/** Whom an account is created for. */
export type Person = Profile & { readonly employeeId: string };

/** An account that was asked for. `found` says that it may be an old one, of which only this much is known. */
export type Created = Account & { readonly found?: boolean };

/** What to set; what is missing stays as it is. */
export type Change = { readonly license?: License; readonly profile?: Profile };

/**
 * A directory of licensed accounts: Amazon Chime, or one that speaks SCIM. All throw Failure.
 * `find` and `create` return an account only if it has this very email and is a person's: `AmbiguousUser` if two have
 * it, `UserIsDevice` if a device has it. `create` is not idempotent; if an account already has this email it returns
 * that one as `found`, whenever it can find it. `license` of its result is what the directory is known to have set. Where accounts
 * come by invitation, `create` sends one, and fails with `InvitationPending` if `find` would not find her yet.
 * What `change`, `deactivate` and `reactivate` set is proven once they return; they may be repeated. Whoever is signed
 * in is signed out by `deactivate`. A profile is set only where the stage's directory can change one.
 */
export type Directory = {
  find(email: string): Promise<Account | undefined>;
  create(person: Person, license: License): Promise<Created>;
  change(accountId: string, change: Change): Promise<void>;
  deactivate(accountId: string): Promise<void>;
  reactivate(accountId: string): Promise<void>;
};
