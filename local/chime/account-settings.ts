import * as z from "zod";
import { LICENSES } from "./licenses.ts";
import { license, nonBlank } from "./members.ts";
import { userSeed } from "./user.ts";

/**
 * An emulated Chime account. A new user gets `defaultLicense`, and the name that `displayNames` has for its email, as
 * if from the company's directory. `users` are in it from the start. `listsInvited` says whether ListUsers shows who has
 * not accepted an invitation yet: AWS's API reference has members for it, its guide says that people show as they accept.
 * For responses that can be foretold, `nextUserIds` and `nextInviteIds` are given out before random IDs, and `clock`
 * (ISO 8601) stands in for the time.
 */
export const accountSettings = z
  .strictObject({
    accountId: nonBlank,
    awsAccountId: z.string().default("000000000000"),
    name: nonBlank.max(100).default("Emulated account"),
    accountType: z.enum(["Team", "EnterpriseDirectory", "EnterpriseLWA", "EnterpriseOIDC"]).default("EnterpriseLWA"),
    accountStatus: z.enum(["Active", "Suspended"]).optional(),
    createdTimestamp: z.iso.datetime().default(() => new Date().toISOString()),
    supportedLicenses: z.array(license).min(1).readonly().default(LICENSES),
    defaultLicense: license.default("Basic"),
    signinDelegateGroups: z.array(z.string()).readonly().default([]),
    users: z.array(userSeed).readonly().default([]),
    listsInvited: z.boolean().default(true),
    displayNames: z.record(z.string(), z.string()).default({}),
    nextUserIds: z.array(nonBlank).readonly().default([]),
    nextInviteIds: z.array(nonBlank).readonly().default([]),
    clock: z.iso.datetime().optional(),
  })
  .refine(({ defaultLicense, supportedLicenses }) => supportedLicenses.includes(defaultLicense), {
    path: ["defaultLicense"],
    message: "is not one of supportedLicenses",
  });

export type AccountSettings = z.output<typeof accountSettings>;
export type AccountType = AccountSettings["accountType"];
/** The settings as they are given: `accountId`, and whatever differs from the defaults. */
export type AccountSettingsInput = z.input<typeof accountSettings>;

/** The account of the embedded stack: of the type that takes every user operation but InviteUsers. */
export const localAccount = (accountId: string): AccountSettingsInput => ({ accountId });
