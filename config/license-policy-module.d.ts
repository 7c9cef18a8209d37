/** The stage's compiled license policy; config/license-policy-plugin.ts puts it into the bundle. */
declare module "seatkeeper:license-policy" {
  const policy: import("../domain/policy/license-policy.ts").LicensePolicy;
  export default policy;
}
