import { type Account, GetAccountCommand } from "@aws-sdk/client-chime";
import { expect, test } from "vitest";
import { assessAccount, type Wanted } from "../../../../adapters/directories/chime/account-check.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";

const FOUND = {
  AwsAccountId: "111122223333",
  AccountId: "account",
  Name: "Acme",
  AccountType: "EnterpriseLWA",
  AccountStatus: "Active",
  DefaultLicense: "Basic",
  SupportedLicenses: ["Basic", "Pro"],
} as const satisfies Account;
const WANTED: Wanted = { account: { accountType: "EnterpriseLWA" }, licenses: ["Basic", "Pro"], suspends: true };
const team = (changes: Partial<Wanted> = {}): Wanted => ({
  ...WANTED,
  account: { accountType: "Team" },
  suspends: false,
  ...changes,
});

const IS_TEAM =
  "The Chime account is of the type Team, but the stage takes it for EnterpriseLWA. Users of a Team account are " +
  "invited, those of others created. Set chimeAccountType: Team in config/stages.yml, and deploy.";
const SUSPENDS_IN_TEAM =
  "A suspension cannot be taken back in an account of the type Team. " +
  "Set suspend: false in the stage's leave in config/stages.yml.";

/** What is wrong, and its fix. */
const refusalsOf = (found: Account, wanted: Wanted): readonly string[] =>
  assessAccount(found, wanted)
    .filter(({ verdict }) => verdict === "wrong")
    .map(({ says, fix }) => `${says} ${fix}`);

test.each<[string, Partial<Account>, Wanted, readonly string[]]>([
  ["all is well", {}, WANTED, []],
  ["all is well in a Team account", { AccountType: "Team" }, team(), []],
  [
    "nobody is suspended in an account that could not",
    { AccountType: "EnterpriseOIDC" },
    team({ account: { accountType: "EnterpriseOIDC" } }),
    [],
  ],
  [
    "it is suspended",
    { AccountStatus: "Suspended" },
    WANTED,
    ["The Chime account has the status Suspended. Have it activated."],
  ],
  ["it invites, and the stage creates", { AccountType: "Team" }, { ...WANTED, suspends: false }, [IS_TEAM]],
  ["it creates, and the stage invites", {}, team(), [expect.stringContaining("of the type EnterpriseLWA, but")]],
  [
    "it is another type that creates",
    { AccountType: "EnterpriseDirectory" },
    { ...WANTED, suspends: false },
    [expect.stringContaining("Set chimeAccountType: EnterpriseDirectory")],
  ],
  ["it takes back no suspension", { AccountType: "Team" }, team({ suspends: true }), [SUSPENDS_IN_TEAM]],
  [
    "it lacks licenses",
    {},
    { ...WANTED, licenses: ["Basic", "Plus", "ProTrial"] },
    [
      "The Chime account does not support Plus, ProTrial, only Basic, Pro. Correct the license policy, or the licenses of the account.",
    ],
  ],
  [
    "all is wrong",
    { AccountType: "Team", AccountStatus: "Suspended", SupportedLicenses: [] },
    WANTED,
    [expect.stringContaining("status"), IS_TEAM, expect.stringContaining("Basic, Pro"), SUSPENDS_IN_TEAM],
  ],
])("%s", (_, found, wanted, sentences) => {
  expect(refusalsOf({ ...FOUND, ...found }, wanted)).toEqual(sentences);
});

test("is content with what Chime does not say", () => {
  const { AwsAccountId, AccountId, Name } = FOUND;
  const verdicts = assessAccount({ AwsAccountId, AccountId, Name }, WANTED).map(({ verdict }) => verdict);
  expect(new Set(verdicts)).toEqual(new Set(["not known"]));
});

test("reads what GetAccount returns", async () => {
  const chime = await emulatorForTest({ ...ACCOUNT, accountType: "Team" });
  const { Account } = await chime.client.send(new GetAccountCommand({ AccountId: ACCOUNT.accountId }));
  await chime.close();
  expect(refusalsOf(Account as Account, team())).toEqual([]);
  expect(refusalsOf(Account as Account, WANTED)).toEqual([IS_TEAM, SUSPENDS_IN_TEAM]);
});
