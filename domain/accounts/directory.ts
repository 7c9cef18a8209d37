import type { License } from "./license.ts";

/** A directory's account. `license` is there if the directory said it. */
export type Account = { readonly id: string; readonly license?: License };

/**
 * A directory of licensed accounts; Amazon Chime is one. All three throw Failure.
 * `find` and `create` return an account only if it has this very email and is a person's: `AmbiguousUser` if two have
 * it, `UserIsDevice` if a device has it. `create` is not idempotent; if an account already has this email it returns
 * that one, whenever it can find it.
 */
export type Directory = {
  find(email: string): Promise<Account | undefined>;
  create(email: string): Promise<Account>;
  change(accountId: string, license: License): Promise<void>;
};
