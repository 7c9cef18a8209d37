import { randomUUID } from "node:crypto";
import type { AccountSettings } from "./account-settings.ts";
import { emailKey, nameFrom, type UserChanges, type UserSeed, type WireUser, withoutNulls } from "./user.ts";
import { userStore } from "./user-store.ts";

/** One account and its users. @throws ChimeError ConflictException if two users of the settings share an ID */
export const openAccount = (settings: AccountSettings) => {
  const store = userStore();
  const former = new Map<string, WireUser>();
  const userIds = [...settings.nextUserIds];
  const inviteIds = [...settings.nextInviteIds];
  const now = () => settings.clock ?? new Date().toISOString();

  /** What the seed leaves out is as for a user that has registered. @throws ChimeError ConflictException */
  const add = (seed: UserSeed): WireUser => {
    const UserId = seed.UserId ?? userIds.shift() ?? randomUUID();
    const user = withoutNulls({ ...registeredUser(settings, seed.PrimaryEmail, now()), ...seed, UserId });
    store.add(user);
    return user;
  };
  const change = (user: WireUser, changes: UserChanges): WireUser => {
    const changed = withoutNulls({ ...user, ...changes, PrimaryEmail: changes.PrimaryEmail ?? user.PrimaryEmail });
    store.replace(user, changed);
    return changed;
  };
  /** Takes out a user who stays a Chime user, and may be invited again. */
  const disassociate = (user: WireUser): void => {
    former.set(emailKey(user.PrimaryEmail), user);
    store.remove(user);
  };
  const formerUser = (email: string): WireUser | undefined => former.get(emailKey(email));
  const nextInviteId = (): string => inviteIds.shift() ?? randomUUID();

  for (const user of settings.users) add(user);
  const { get, withEmail, all, remove } = store;
  return { settings, now, nextInviteId, add, change, remove, disassociate, formerUser, get, withEmail, all };
};

export type Account = ReturnType<typeof openAccount>;
/** The accounts of one AWS account, by ID. */
export type Accounts = Map<string, Account>;

const registeredUser = (settings: AccountSettings, email: string, now: string) => ({
  AccountId: settings.accountId,
  DisplayName: nameIn(settings.displayNames, email) ?? nameFrom(email),
  LicenseType: settings.defaultLicense,
  UserType: "PrivateUser" as const,
  UserRegistrationStatus: "Registered" as const,
  RegisteredOn: now,
  AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false },
});

const nameIn = (displayNames: AccountSettings["displayNames"], email: string): string | undefined =>
  Object.entries(displayNames).find(([address]) => emailKey(address) === emailKey(email))?.[1];
