/**
 * `npm run test:chaos -- --seed N --employees 500 --minutes 2`: runs the packaged service under real kills, drops,
 * hangs and throttling, and checks the result with the history checker. The seed repeats the events and the order of
 * the faults; the machine decides the rest.
 */
import { parseArgs } from "node:util";
import { packageService } from "../../local/package-service.ts";
import { runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    employees: { type: "string", default: "500" },
    minutes: { type: "string", default: "2" },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);
const { violations, ...report } = await runChaos({
  packageDir: await packageService(),
  seed,
  employees: Number(values.employees),
  seconds: Number(values.minutes) * 60,
  log: console.log,
});
console.log(report);
for (const violation of violations) console.error(violation);
console.log(
  violations.length === 0 ? "No violations." : `${violations.length} violations; --seed ${seed} repeats the events`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
