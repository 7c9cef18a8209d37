import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type TemporaryFolder = { readonly path: string; remove(): void };

/**
 * A folder that only this user can read. It goes when `remove` is called, and also if the process exits before; only one
 * that is killed with SIGKILL leaves it. Retries, because a thread may still write into it while the process exits.
 */
export const makeTemporaryFolder = (): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), "seatkeeper-"));
  const remove = () => {
    process.off("exit", remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once("exit", remove);
  return { path, remove };
};
