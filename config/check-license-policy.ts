/** Part of `npm run check`: compiles every license policy in this folder and reports what is wrong. */
import { LicensePolicyError } from "./compile-license-policy.ts";
import { loadAllLicensePolicies } from "./load-license-policy.ts";

try {
  for (const [fileName, policy] of loadAllLicensePolicies(import.meta.dirname)) {
    console.log(`${fileName}: ${policy.rules.length} rules, else ${policy.default.license}`);
  }
} catch (error) {
  if (!(error instanceof LicensePolicyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
