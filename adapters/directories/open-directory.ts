import type { Account, Directory } from "../../domain/accounts/directory.ts";

/**
 * One invocation: `members` are those who may change a license, and whose changes may share requests; `remainingMs` is
 * the time that there is; `signal` aborts calls when that is up.
 */
export type Invocation = { readonly members: number; readonly remainingMs: number; readonly signal: AbortSignal };

/** A directory for one invocation. Each member leaves when it is done, so that nobody waits for it. */
export type OpenDirectory = Directory & { leave(): void };

/** A directory, opened for each invocation. */
export type OpenDirectories = (invocation: Invocation) => OpenDirectory;

/** An account as a list of all of them shows it. */
export type ListedAccount = Account & { readonly email?: string };

/** Everybody in the directory, for tools. Throws Failure. */
export type DirectoryListing = { list(): AsyncIterable<ListedAccount> };
