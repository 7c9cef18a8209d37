/** The stage's compiled license policy; config/license-policy-plugin.ts puts it into the bundle. */
declare module "seatkeeper:license-policy" {
  const policy: import("../domain/policy/license-policy.ts").StagePolicy;
  export default policy;
}
