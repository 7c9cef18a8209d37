import type { AccountSettings } from "../account-settings.ts";

/** `Account` as Chime's API returns it. */
export const wireAccount = (settings: AccountSettings): object => ({
  AwsAccountId: settings.awsAccountId,
  AccountId: settings.accountId,
  Name: settings.name,
  AccountType: settings.accountType,
  CreatedTimestamp: settings.createdTimestamp,
  DefaultLicense: settings.defaultLicense,
  SupportedLicenses: settings.supportedLicenses,
  ...(settings.accountStatus && { AccountStatus: settings.accountStatus }),
  SigninDelegateGroups: settings.signinDelegateGroups.map((GroupName) => ({ GroupName })),
});
