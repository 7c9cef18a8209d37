import type { License } from "./license.ts";

/** A directory's account. `license` is there if the directory said it. */
export type Account = { readonly id: string; readonly license?: License };

/**
 * A directory of licensed accounts; Amazon Chime is one. All three throw Failure.
 * `create` is not idempotent; if an account already has this email it returns that one, whenever it can find it.
 */
export type Directory = {
  find(email: string): Promise<Account | undefined>;
  create(email: string): Promise<Account>;
  change(accountId: string, license: License): Promise<void>;
};
