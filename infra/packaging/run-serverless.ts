import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { environmentIn } from "./private-folder.ts";

const require = createRequire(import.meta.url);
const FRAMEWORK = require.resolve("serverless/bin/serverless.js");
/** In ms, and how often at most. */
const BUNDLER_GRACE = 500;
const MOST_REMOVALS = 6;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `environment` is added to this process's own. */
export type RunOptions = { readonly quiet?: boolean; readonly environment?: Readonly<Record<string, string>> };
export type Run = { readonly exitCode: number; readonly output: string };

/**
 * Runs the Serverless Framework in a private folder, until it ends. Its output goes to this process's own, or is
 * returned if `quiet`. A signal goes to the framework, too, and ends this process once the framework has ended.
 */
export const runServerless = async (
  folder: string,
  args: readonly string[],
  { quiet = false, environment = {} }: RunOptions = {},
): Promise<Run> => {
  const child = spawn(process.execPath, [FRAMEWORK, ...args], {
    cwd: folder,
    // Without the last one the framework looks for an EC2 instance's credentials, and waits in vain.
    env: {
      ...process.env,
      ...environment,
      ...environmentIn(folder),
      ...(quiet ? { AWS_EC2_METADATA_DISABLED: "true" } : {}),
    },
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => output.push(String(data)));
  let stoppedBy: (typeof SIGNALS)[number] | undefined;
  const stop = (signal: NodeJS.Signals) => {
    stoppedBy = SIGNALS.find((name) => name === signal);
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const [code] = (await once(child, "close")) as [number | null];
  if (stoppedBy !== undefined) {
    await removeForGood(folder);
    process.exit(128 + constants.signals[stoppedBy]);
  }
  for (const signal of SIGNALS) process.off(signal, stop);
  return { exitCode: code ?? 1, output: output.join("") };
};

/** The framework's bundler outlives it for a moment, longer on a busy machine, and makes the folder anew. */
const removeForGood = async (folder: string): Promise<void> => {
  for (let removals = 0; removals < MOST_REMOVALS; removals += 1) {
    rmSync(folder, { recursive: true, force: true });
    await sleep(BUNDLER_GRACE);
    if (!existsSync(folder)) return;
  }
};
