/**
 * `node test/support/install.ts FOLDER`: installs that folder's own dependencies, if they are missing or the lockfile
 * changed. npm's output goes to stderr, so that stdout is the caller's.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "."] = process.argv.slice(2);
const lockfile = join(folder, "package-lock.json");
/** Written last, and deleted first by `npm ci`, so that it is missing after an interrupted installation. */
const installed = join(folder, "node_modules/installed-lock.json");

const isCurrent = existsSync(installed) && readFileSync(installed).equals(readFileSync(lockfile));
if (!isCurrent) {
  console.error(`Installing the dependencies of ${folder}`);
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", process.stderr.fd, "inherit"],
  });
  if (status === 0) copyFileSync(lockfile, installed);
  else process.exitCode = 1;
}
