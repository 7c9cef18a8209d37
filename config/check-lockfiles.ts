/** Part of `npm run check`: which packages of the lockfiles have no integrity, and why. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockfileGaps } from "./lockfile-gaps.ts";

const PROJECT = join(import.meta.dirname, "..");
/** npm leaves it out for another platform's package that it did not install, if node_modules is there. */
const HOW_TO_FILL =
  "delete these entries, and run `npm install --package-lock-only` in a folder with package.json and lockfile alone";

for (const file of globSync("{.,bench/*,test/*}/package-lock.json", { cwd: PROJECT })) {
  const gaps = lockfileGaps(readFileSync(join(PROJECT, file), "utf8"));
  const unexplained = gaps.filter(({ reason }) => reason === undefined);
  console.log(`${file}: ${gaps.length} packages without integrity`);
  for (const { path, reason } of gaps) console.log(`  ${path}: ${reason ?? "no reason"}`);
  if (unexplained.length === 0) continue;
  console.error(`${file}: ${unexplained.length} packages could have an integrity: ${HOW_TO_FILL}`);
  process.exitCode = 1;
}
