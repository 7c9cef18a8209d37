import { type Account, AccountStatus } from "@aws-sdk/client-chime";
import type { ChimeFile } from "../../../domain/accounts/directory-file.ts";
import type { License } from "../../../domain/accounts/license.ts";
import { type Finding, notKnown, ok, wrong } from "../finding.ts";

/**
 * What a stage wants of its Chime account: `licenses` are those that its policy gives, or leaves to leavers; `suspends`
 * says that it suspends leavers.
 */
export type Wanted = {
  readonly account: Pick<ChimeFile, "accountType">;
  readonly licenses: readonly License[];
  readonly suspends: boolean;
};

/** What the account of GetAccount will do for a stage, and what it will not. What Chime does not say is not known. */
export const assessAccount = (found: Account, wanted: Wanted): readonly Finding[] => [
  statusOf(found),
  typeOf(found, wanted),
  licensesOf(found, wanted),
  defaultLicenseOf(found),
  suspensionOf(found, wanted),
];

const statusOf = ({ AccountStatus: status }: Account): Finding => {
  if (status === undefined) return notKnown("status", "Chime does not say the account's status.");
  return status === AccountStatus.Suspended
    ? wrong("status", "The Chime account has the status Suspended.", "Have it activated.")
    : ok("status", `The Chime account has the status ${status}.`);
};

const typeOf = ({ AccountType: type }: Account, { account: { accountType } }: Wanted): Finding => {
  if (type === undefined) return notKnown("type", "Chime does not say the account's type.");
  if (type === accountType) return ok("type", `The Chime account is of the type ${type}, as the stage says.`);
  return wrong(
    "type",
    `The Chime account is of the type ${type}, but the stage takes it for ${accountType}. Users of a Team account are ` +
      "invited, those of others created.",
    `Set chimeAccountType: ${type} in config/stages.yml, and deploy.`,
  );
};

const licensesOf = ({ SupportedLicenses: supported }: Account, { licenses }: Wanted): Finding => {
  if (supported === undefined) return notKnown("licenses", "Chime does not say which licenses the account supports.");
  const others = licenses.filter((license) => !supported.some((each) => each === license));
  if (others.length === 0) return ok("licenses", `The Chime account supports ${licenses.join(", ")}.`);
  return wrong(
    "licenses",
    `The Chime account does not support ${others.join(", ")}, only ${supported.join(", ")}.`,
    "Correct the license policy, or the licenses of the account.",
  );
};

/** Nothing depends on it: each license is set by a call of its own. */
const defaultLicenseOf = ({ DefaultLicense: license }: Account): Finding =>
  license === undefined
    ? notKnown("default license", "Chime does not say the account's default license.")
    : ok("default license", `A new user has ${license} until the license of the policy is set.`);

const suspensionOf = ({ AccountType: type }: Account, { suspends }: Wanted): Finding => {
  if (!suspends) return ok("leave", "The stage suspends nobody.");
  if (type === undefined) return notKnown("leave", "Chime does not say whether a suspension can be taken back.");
  if (type === "EnterpriseLWA") return ok("leave", "A suspension can be taken back.");
  return wrong(
    "leave",
    `A suspension cannot be taken back in an account of the type ${type}.`,
    "Set suspend: false in the stage's leave in config/stages.yml.",
  );
};
