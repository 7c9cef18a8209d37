import type { License } from "./license.ts";

/** A directory's account. `license` and `active` are there if the directory said them. */
export type Account = { readonly id: string; readonly license?: License; readonly active?: boolean };

/**
 * A directory of licensed accounts; Amazon Chime is one. All throw Failure.
 * `find` and `create` return an account only if it has this very email and is a person's: `AmbiguousUser` if two have
 * it, `UserIsDevice` if a device has it. `create` is not idempotent; if an account already has this email it returns
 * that one, whenever it can find it.
 * `deactivate` and `reactivate` may be repeated; whoever is signed in is signed out by the first.
 */
export type Directory = {
  find(email: string): Promise<Account | undefined>;
  create(email: string): Promise<Account>;
  change(accountId: string, license: License): Promise<void>;
  deactivate(accountId: string): Promise<void>;
  reactivate(accountId: string): Promise<void>;
};
