import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const PROJECT = join(import.meta.dirname, "../..");
const COMMAND = join(PROJECT, "cli/seatkeeper.ts");

export type Exit = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Starts the `seatkeeper` command as a process with only this environment. */
export const startSeatkeeper = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): { readonly child: ChildProcessWithoutNullStreams; readonly exited: Promise<Exit> } => {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: PROJECT, env: { ...environment } });
  return { child, exited: collect(child) };
};

/** The same in a shell, in which `seatkeeper` is the command. */
export const inShell = (line: string, environment: Readonly<Record<string, string>>): Promise<Exit> => {
  const script = `set -o pipefail; seatkeeper() { "${process.execPath}" "${COMMAND}" "$@"; }; ${line}`;
  return collect(
    spawn("bash", ["--norc", "-c", script], { cwd: PROJECT, env: { PATH: process.env["PATH"], ...environment } }),
  );
};

const collect = async (child: ChildProcess): Promise<Exit> => {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...output };
};
