import { existsSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import * as z from "zod";
import { CommandFailed } from "../errors.ts";
import { createNewFile } from "../new-file.ts";
import { visible } from "../visible.ts";

/** The process that has a journal. */
const ownerSchema = z.object({ pid: z.int(), host: z.string() });

/**
 * Keeps a journal for this process, by a file beside it, until `act` has ended: two rollouts would write over each other's.
 * A lock that a kill left behind is taken over. @throws CommandFailed if another process has it, and what `act` throws
 */
export const withLockedJournal = async <T>(path: string, act: () => Promise<T>): Promise<T> => {
  const lock = `${path}.lock`;
  if (existsSync(lock)) {
    requireAbandoned(path, lock);
    rmSync(lock, { force: true });
  }
  const file = createNewFile(lock);
  file.append({ pid: process.pid, host: hostname() });
  file.close();
  try {
    return await act();
  } finally {
    rmSync(lock, { force: true });
  }
};

const requireAbandoned = (path: string, lock: string): void => {
  const owner = ownerOf(lock);
  if (owner !== undefined && !isRunning(owner)) return;
  const whose = owner === undefined ? "" : `, process ${owner.pid} on ${owner.host}`;
  throw new CommandFailed(
    visible(
      `${path}: a rollout is using this journal${whose}. Wait until it has ended; if it is not there any more, delete ` +
        `${lock}. Nothing was sent`,
    ),
  );
};

type Owner = z.infer<typeof ownerSchema>;

/** Undefined if it was not written whole. */
const ownerOf = (lock: string): Owner | undefined => {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(lock, "utf8")));
  } catch {
    return undefined;
  }
};

/** Of a process of another machine nothing is known. */
const isRunning = ({ pid, host }: Owner): boolean => {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code === "EPERM";
  }
};
