import type { Account } from "../../domain/accounts/directory.ts";

/** An account as a tool reads it: also whose it shows, in whatever spellings there are; none if it does not say. */
export type ShownAccount = Account & { readonly emails: readonly string[]; readonly names: readonly string[] };

/**
 * Reads one account, for tools. By its ID it is found even if its address has changed since; undefined if there is none.
 * Both throw Failure.
 */
export type AccountLookUp = {
  byId(id: string): Promise<ShownAccount | undefined>;
  byEmail(email: string): Promise<ShownAccount | undefined>;
};
