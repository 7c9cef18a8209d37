import { randomUUID } from "node:crypto";
import { LICENSES, type License } from "../../domain/accounts/license.ts";

/** The settings of the emulated Chime account. A new user gets `defaultLicense`. */
export type AccountSettings = {
  readonly accountId: string;
  readonly accountType: "Team" | "EnterpriseDirectory" | "EnterpriseLWA" | "EnterpriseOIDC";
  readonly defaultLicense: License;
  readonly supportedLicenses: readonly License[];
};

/** The account of the embedded stack. */
export const localAccount = (accountId: string): AccountSettings => ({
  accountId,
  accountType: "EnterpriseDirectory",
  defaultLicense: "Basic",
  supportedLicenses: LICENSES,
});

/** A user as Chime's API returns it; dates are ISO 8601. */
export type WireUser = {
  readonly UserId: string;
  readonly AccountId: string;
  readonly PrimaryEmail: string;
  readonly DisplayName: string;
  readonly LicenseType: License;
  readonly UserType: "PrivateUser" | "SharedDevice";
  readonly UserRegistrationStatus: "Unregistered" | "Registered" | "Suspended";
  readonly UserInvitationStatus?: "Pending" | "Accepted" | "Failed";
  readonly RegisteredOn?: string;
  readonly InvitedOn?: string;
  readonly AlexaForBusinessMetadata: { readonly IsAlexaForBusinessEnabled: boolean };
};

/** The users of one account, indexed by ID and by email. */
export const openAccount = (settings: AccountSettings) => {
  const users = new Map<string, WireUser>();
  const idOfEmail = new Map<string, string>();
  const createdAt = new Map<string, number>();

  const add = (email: string, details: Partial<WireUser>): WireUser => {
    const user: WireUser = {
      UserId: randomUUID(),
      AccountId: settings.accountId,
      PrimaryEmail: email,
      DisplayName: displayName(email),
      LicenseType: settings.defaultLicense,
      UserType: "PrivateUser",
      UserRegistrationStatus: "Unregistered",
      AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false },
      ...details,
    };
    users.set(user.UserId, user);
    idOfEmail.set(key(email), user.UserId);
    createdAt.set(user.UserId, Date.now());
    return user;
  };

  return {
    settings,
    add,
    get: (userId: string): WireUser | undefined => users.get(userId),
    findByEmail: (email: string): WireUser | undefined => users.get(idOfEmail.get(key(email)) ?? ""),
    change: (user: WireUser, changes: Partial<WireUser>): WireUser => {
      const changed = { ...user, ...changes };
      users.set(user.UserId, changed);
      return changed;
    },
    /** In order of creation. */
    all: (): readonly WireUser[] => [...users.values()],
    ageMs: (userId: string): number => Date.now() - (createdAt.get(userId) ?? 0),
  };
};

export type Account = ReturnType<typeof openAccount>;

const key = (email: string): string => email.trim().toLowerCase();

/** Chime derives the display name from the email's local part: room.device@… becomes "Room Device". */
const displayName = (email: string): string =>
  (email.split("@")[0] ?? "")
    .split(/[._-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
