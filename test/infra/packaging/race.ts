import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { checkPackage } from "../../../infra/packaging/check-package.ts";

const PROJECT = join(import.meta.dirname, "../../..");
const PROGRAM = join(PROJECT, "infra/packaging/serverless.ts");
const { CHIME_ACCOUNT_ID: _, ...ENVIRONMENT } = process.env;

/**
 * Packages prod, and dev after `delay` ms, as two people in one checkout would. @throws Error if one of them fails, or
 * has anything of the other
 */
export const race = async (delay: number): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "race-"));
  try {
    const packageIn = (stage: string) => packageTo(join(folder, stage), stage);
    // Both have ended before the folder goes.
    const ended = await Promise.allSettled([packageIn("prod"), sleep(delay).then(() => packageIn("dev"))]);
    for (const result of ended) if (result.status === "rejected") throw result.reason;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const packageTo = async (folder: string, stage: string): Promise<void> => {
  const env = { ...ENVIRONMENT, AWS_EC2_METADATA_DISABLED: "true" };
  const args = [PROGRAM, "package", "--stage", stage, "--package", folder];
  await promisify(execFile)(process.execPath, args, { cwd: PROJECT, env });
  checkPackage(folder, { stage, chimeAccountId: "", baseUrl: "" });
};
