import type { AccountSettingsInput } from "../../../local/chime/account-settings.ts";

/**
 * The examples of the AWS CLI's reference for Chime's user operations: the command word for word, the settings that
 * make the emulator return what the example shows, and its output. Three slips of the reference are put right: the
 * backslash that batch-update-user lacks, commas that the outputs lack, and Python's `False`.
 */
export type ReferenceExample = {
  readonly operation: string;
  readonly command: string;
  readonly input: object;
  readonly accounts: readonly AccountSettingsInput[];
  /** Settings of `/_emulator/faults`. */
  readonly behavior?: object;
  /** Undefined if the command prints nothing. */
  readonly output?: object;
};

const ACCOUNT = "a1b2c3d4-5678-90ab-cdef-11111EXAMPLE";
const [USER, USER_3, USER_4, USER_5] = [2, 3, 4, 5].map((n) => `a1b2c3d4-5678-90ab-cdef-${String(n).repeat(5)}EXAMPLE`);

const account = { accountId: ACCOUNT, supportedLicenses: ["Basic", "Pro"], defaultLicense: "Pro" } as const;
const registered = (UserId = "", PrimaryEmail: string, DisplayName: string, LicenseType: "Basic" | "Pro", on: string) =>
  ({
    UserId,
    PrimaryEmail,
    DisplayName,
    LicenseType,
    UserType: "PrivateUser",
    UserRegistrationStatus: "Registered",
    RegisteredOn: `2018-12-20T18:${on}Z`,
    AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false },
  }) as const;
const four = [
  registered(USER, "mariag@example.com", "Maria Garcia", "Pro", "45:25.231"),
  registered(USER_3, "richardr@example.com", "Richard Roe", "Pro", "45:45.415"),
  registered(USER_4, "saanvis@example.com", "Saanvi Sarkar", "Basic", "46:57.747"),
  registered(USER_5, "wxiulan@example.com", "Wang Xiulan", "Basic", "47:15.390"),
];
const martha = {
  UserId: USER,
  PrimaryEmail: "marthar@example.com",
  DisplayName: "Martha Rivera",
  LicenseType: "Pro",
  UserRegistrationStatus: "Registered",
  RegisteredOn: "2018-12-20T18:45:25.231Z",
  InvitedOn: "2018-12-20T18:45:25.231Z",
  AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false, AlexaForBusinessRoomArn: "null" },
  PersonalPIN: "XXXXXXXXXX",
} as const;

const awsAccount = {
  awsAccountId: "111122223333",
  supportedLicenses: ["Basic", "Pro"],
  defaultLicense: "Pro",
  signinDelegateGroups: ["myGroup"],
} as const;
const directoryAccount = (name: string) =>
  ({
    ...awsAccount,
    accountId: ACCOUNT,
    name,
    accountType: "EnterpriseDirectory",
    createdTimestamp: "2018-12-20T18:38:02.181Z",
  }) as const;
const directoryAccountOutput = (Name: string) => ({
  AwsAccountId: "111122223333",
  AccountId: ACCOUNT,
  Name,
  AccountType: "EnterpriseDirectory",
  CreatedTimestamp: "2018-12-20T18:38:02.181Z",
  DefaultLicense: "Pro",
  SupportedLicenses: ["Basic", "Pro"],
  SigninDelegateGroups: [{ GroupName: "myGroup" }],
});

export const REFERENCE_EXAMPLES: readonly ReferenceExample[] = [
  {
    operation: "CreateUser",
    command: `aws chime create-user \\
    --account-id 12a3456b-7c89-012d-3456-78901e23fg45 \\
    --email roomdevice@example.com \\
    --user-type SharedDevice`,
    input: {
      AccountId: "12a3456b-7c89-012d-3456-78901e23fg45",
      Email: "roomdevice@example.com",
      UserType: "SharedDevice",
    },
    accounts: [
      {
        ...account,
        accountId: "12a3456b-7c89-012d-3456-78901e23fg45",
        accountType: "EnterpriseDirectory",
        nextUserIds: ["1ab2345c-67de-8901-f23g-45h678901j2k"],
        displayNames: { "roomdevice@example.com": "Room Device" },
        clock: "2020-01-15T22:38:09.806Z",
      },
    ],
    output: {
      User: {
        UserId: "1ab2345c-67de-8901-f23g-45h678901j2k",
        AccountId: "12a3456b-7c89-012d-3456-78901e23fg45",
        PrimaryEmail: "roomdevice@example.com",
        DisplayName: "Room Device",
        LicenseType: "Pro",
        UserType: "SharedDevice",
        UserRegistrationStatus: "Registered",
        RegisteredOn: "2020-01-15T22:38:09.806Z",
        AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false },
      },
    },
  },
  {
    operation: "UpdateUser",
    command: `aws chime update-user \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --user-id a1b2c3d4-5678-90ab-cdef-22222EXAMPLE \\
    --license-type "Basic"`,
    input: { AccountId: ACCOUNT, UserId: USER, LicenseType: "Basic" },
    accounts: [{ ...account, users: four }],
    behavior: { updateUserReturns: "id" },
    output: { User: { UserId: USER } },
  },
  {
    operation: "BatchUpdateUser",
    command: `aws chime batch-update-user \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --update-user-request-items "UserId=a1b2c3d4-5678-90ab-cdef-22222EXAMPLE,LicenseType=Basic" "UserId=a1b2c3d4-5678-90ab-cdef-33333EXAMPLE,LicenseType=Basic"`,
    input: {
      AccountId: ACCOUNT,
      UpdateUserRequestItems: [USER, USER_3].map((UserId) => ({ UserId, LicenseType: "Basic" })),
    },
    accounts: [{ ...account, users: four }],
    output: { UserErrors: [] },
  },
  {
    operation: "GetUser",
    command: `aws chime get-user \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --user-id a1b2c3d4-5678-90ab-cdef-22222EXAMPLE`,
    input: { AccountId: ACCOUNT, UserId: USER },
    accounts: [{ ...account, users: [{ ...martha, UserType: null }] }],
    output: { User: { ...martha, AccountId: ACCOUNT } },
  },
  {
    operation: "ListUsers",
    command: "aws chime list-users --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE",
    input: { AccountId: ACCOUNT },
    accounts: [{ ...account, users: four }],
    output: { Users: four.map((user) => ({ ...user, AccountId: ACCOUNT })) },
  },
  {
    operation: "InviteUsers",
    command: `aws chime invite-users \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --user-email-list "alejandror@example.com" "janed@example.com"`,
    input: { AccountId: ACCOUNT, UserEmailList: ["alejandror@example.com", "janed@example.com"] },
    accounts: [{ ...account, accountType: "Team", nextInviteIds: [USER, USER_3].map(String) }],
    output: {
      Invites: [
        { InviteId: USER, Status: "Pending", EmailAddress: "alejandror@example.com", EmailStatus: "Sent" },
        { InviteId: USER_3, Status: "Pending", EmailAddress: "janed@example.com", EmailStatus: "Sent" },
      ],
    },
  },
  ...(["suspend", "unsuspend"] as const).map((verb) => ({
    operation: verb === "suspend" ? "BatchSuspendUser" : "BatchUnsuspendUser",
    command: `aws chime batch-${verb}-user \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --user-id-list "a1b2c3d4-5678-90ab-cdef-22222EXAMPLE" "a1b2c3d4-5678-90ab-cdef-33333EXAMPLE" "a1b2c3d4-5678-90ab-cdef-44444EXAMPLE"`,
    input: { AccountId: ACCOUNT, UserIdList: [USER, USER_3, USER_4] },
    accounts: [{ ...account, users: four }],
    output: { UserErrors: [] },
  })),
  {
    operation: "LogoutUser",
    command: `aws chime logout-user \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE \\
    --user-id a1b2c3d4-5678-90ab-cdef-22222EXAMPLE`,
    input: { AccountId: ACCOUNT, UserId: USER },
    accounts: [{ ...account, users: four }],
  },
  {
    operation: "ListAccounts",
    command: "aws chime list-accounts",
    input: {},
    accounts: [
      directoryAccount("First Chime Account"),
      {
        ...awsAccount,
        accountId: "a1b2c3d4-5678-90ab-cdef-22222EXAMPLE",
        name: "Second Chime Account",
        accountType: "Team",
        createdTimestamp: "2018-09-04T21:44:22.292Z",
      },
    ],
    output: {
      Accounts: [
        directoryAccountOutput("First Chime Account"),
        {
          ...directoryAccountOutput("Second Chime Account"),
          AccountId: "a1b2c3d4-5678-90ab-cdef-22222EXAMPLE",
          AccountType: "Team",
          CreatedTimestamp: "2018-09-04T21:44:22.292Z",
        },
      ],
    },
  },
  {
    operation: "GetAccount",
    command: `aws chime get-account \\
    --account-id a1b2c3d4-5678-90ab-cdef-11111EXAMPLE`,
    input: { AccountId: ACCOUNT },
    accounts: [directoryAccount("EnterpriseDirectory")],
    output: { Account: directoryAccountOutput("EnterpriseDirectory") },
  },
];
