import type { License } from "../../domain/accounts/license.ts";
import type { LicensePolicy } from "../../domain/policy/license-policy.ts";

const titled = (license: License) => ({
  name: `titled ${license}`,
  when: [{ member: "title" as const, condition: { op: "equals" as const, value: license } }],
  license,
});

/** Whoever left keeps a suspended account without a seat. */
const LEAVE = { license: "Basic", suspend: true } as const;

/** An employee whose title is a license gets that license. Everybody else gets Basic, the account's default. */
export const TITLED_POLICY: LicensePolicy = {
  leave: LEAVE,
  canRename: false,
  rules: [titled("Plus"), titled("Pro"), titled("ProTrial")],
  default: { name: "titled Basic", license: "Basic" },
};

/** Everybody gets the same license. */
export const policyOf = (license: License): LicensePolicy => ({
  leave: LEAVE,
  canRename: false,
  rules: [],
  default: { name: "everybody", license },
});
