/**
 * `node test/support/install.ts FOLDER`: installs what only that folder needs, if it is missing or the lockfile changed. npm
 * reports on stderr, so that stdout stays the caller's.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "."] = process.argv.slice(2);
const lockfile = join(folder, "package-lock.json");
/** Written last, and deleted by `npm ci` first: an installation that broke off leaves none. */
const installed = join(folder, "node_modules/installed-lock.json");

const isCurrent = existsSync(installed) && readFileSync(installed).equals(readFileSync(lockfile));
if (!isCurrent) {
  console.error(`Installing what ${folder} needs`);
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", process.stderr.fd, "inherit"],
  });
  if (status === 0) copyFileSync(lockfile, installed);
  else process.exitCode = 1;
}
