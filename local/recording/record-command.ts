import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** Where a command runs, what it finds on its path, and how wide its terminal is. */
export type Place = { readonly folder: string; readonly path: string; readonly columns: number };

/**
 * What a shell command writes to a terminal. The terminal is that of `script` (util-linux), so that the command shows
 * its colors and bars; without it, the command is told by the environment to color. @throws Error if it fails
 */
export const recordCommand = async (command: string, { folder, path, columns }: Place): Promise<string> => {
  const { CI: _, NO_COLOR: __, ...inherited } = process.env;
  const env = { ...inherited, PATH: path, COLUMNS: String(columns), TERM: "xterm-256color" };
  const child = hasScript()
    ? spawn("script", ["-qefc", `stty cols ${columns} rows 50; ${command}`, "/dev/null"], { cwd: folder, env })
    : spawn("sh", ["-c", `(${command}) 2>&1`], { cwd: folder, env: { ...env, FORCE_COLOR: "1" } });
  child.stdin.end();
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(String(data)));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output.join("")}`);
  return output.join("");
};

/** macOS has a `script` of its own, with other options. */
const hasScript = (): boolean =>
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
