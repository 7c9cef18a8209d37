import type { ChimeAccountType, ChimeFile, DirectoryFile } from "../domain/accounts/directory-file.ts";

/** The type that takes back a suspension, and the one of stages that say nothing. */
const ENTERPRISE_LWA = "EnterpriseLWA";

/**
 * What a Chime account of this type can do: only a Team account invites, and creates nobody; only in an EnterpriseLWA
 * account a suspension can be taken back. Source: InviteUsers and BatchUnsuspendUser in the Chime API reference. That a
 * Team account creates nobody is not documented there, but that its people join by invitation.
 */
export const ofAccountType = (accountType: ChimeAccountType = ENTERPRISE_LWA) =>
  ({
    accountType,
    newUsers: accountType === "Team" ? "invite" : "create",
    can: { create: true, rename: false, deactivate: accountType === ENTERPRISE_LWA },
  }) as const satisfies Pick<ChimeFile, "accountType" | "newUsers" | "can">;

/** The directory with what the stage says of its Chime account; another directory as it is. */
export const withAccountType = (directory: DirectoryFile, accountType: ChimeAccountType | undefined): DirectoryFile =>
  directory.protocol === "chime" ? { ...directory, ...ofAccountType(accountType) } : directory;
