import * as z from "zod";
import { email, license, nonBlank, userType } from "./members.ts";

const isoDateTime = z.iso.datetime();

/** The members of `User` in the Chime service model, but for AccountId. Null takes a member away. */
const members = {
  UserId: nonBlank.optional(),
  PrimaryEmail: email,
  PrimaryProvisionedNumber: z.string().nullish(),
  DisplayName: z.string().nullish(),
  LicenseType: license.nullish(),
  UserType: userType.nullish(),
  UserRegistrationStatus: z.enum(["Unregistered", "Registered", "Suspended"]).nullish(),
  UserInvitationStatus: z.enum(["Pending", "Accepted", "Failed"]).nullish(),
  RegisteredOn: isoDateTime.nullish(),
  InvitedOn: isoDateTime.nullish(),
  AlexaForBusinessMetadata: z
    .strictObject({
      IsAlexaForBusinessEnabled: z.boolean().optional(),
      AlexaForBusinessRoomArn: z.string().optional(),
    })
    .nullish(),
  PersonalPIN: z.string().nullish(),
};

/** A user to put into an account as it is. What it leaves out is as CreateUser would set it. */
export const userSeed = z.strictObject(members);
export type UserSeed = z.output<typeof userSeed>;

/** Changes made by hand to a user. Its ID stays. */
export const userChanges = z.strictObject(members).omit({ UserId: true }).partial();
export type UserChanges = z.output<typeof userChanges>;

type Optional = Omit<UserSeed, "UserId" | "PrimaryEmail">;
/** A user as Chime's API returns it; dates are ISO 8601. */
export type WireUser = { readonly UserId: string; readonly AccountId: string; readonly PrimaryEmail: string } & {
  readonly [Name in keyof Optional]?: NonNullable<Optional[Name]>;
};

/** Leaves out the members that are null. */
export const withoutNulls = (user: Readonly<Record<string, unknown>> & UserSeed & { AccountId: string }): WireUser =>
  Object.fromEntries(Object.entries(user).filter(([, value]) => value !== null && value !== undefined)) as WireUser;

/** A display name made from the email's local part: room.device@… becomes "Room Device". */
export const nameFrom = (address: string): string =>
  (address.split("@")[0] ?? "")
    .split(/[._-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** One key for addresses that differ by case alone. The Kelvin sign is no K, although it has the same small letter. */
export const emailKey = (address: string): string =>
  Array.from(address, (letter) => {
    const small = letter.toLowerCase();
    return small.toUpperCase() === letter ? small : letter;
  }).join("");
