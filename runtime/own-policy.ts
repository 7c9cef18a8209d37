import type { LicensePolicy, StagePolicy } from "../domain/policy/license-policy.ts";
import type { PolicyOrigin } from "./config.ts";

/**
 * The license policy in a function's bundle, which must be that of its stack. The last guard against a bundle of another
 * stage: no event is handled. @throws Error that names both
 */
export const ownPolicy = (
  { stage, digest, policy }: StagePolicy,
  { STAGE, LICENSE_POLICY_DIGEST }: PolicyOrigin,
): LicensePolicy => {
  if (stage === STAGE && digest === LICENSE_POLICY_DIGEST) return policy;
  throw new Error(
    `The bundle holds the license policy of ${stage} (${digest}), ` +
      `but the function was deployed for ${STAGE} (${LICENSE_POLICY_DIGEST}): deploy it again`,
  );
};
