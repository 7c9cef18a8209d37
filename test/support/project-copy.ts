import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { copyProject } from "./copy-project.ts";

/** A copy of what is packaged and run, while the tests of a file run. */
export const useProjectCopy = (): (() => string) => {
  let copy: string;
  beforeAll(() => {
    copy = copyProject();
  });
  afterAll(() => rmSync(copy, { recursive: true }));
  return () => copy;
};

const CLOSED = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ACCESS_KEY_ID: "x",
  AWS_SECRET_ACCESS_KEY: "x",
  CHIME_ACCOUNT_ID: "account",
};
/** In ms: what hangs must not outlive its test. */
const PATIENCE = 50_000;

/** Runs a program of the copy, which reaches nothing: its endpoint is closed. `left` is what it does not clean up. */
export const run = async (copy: string, args: readonly string[], { signalAt, ...env }: Record<string, string> = {}) => {
  const temporary = join(copy, "temporary");
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env: { PATH: process.env["PATH"], TMPDIR: temporary, ...CLOSED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
      if (signalAt !== undefined && output.includes(signalAt)) child.kill("SIGINT");
    });
  const [code] = await once(child, "close");
  const [builds, left] = [namesIn(join(copy, ".build")), namesIn(temporary)];
  return { code, output, left: [...builds.filter((name) => name.startsWith("packaging-")), ...left] };
};

/** None if there is no such folder. */
const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Changes a file of the copy while `act` runs. */
export const withChange = async (
  copy: string,
  file: string,
  change: (path: string) => void,
  act: () => Promise<void>,
): Promise<void> => {
  const path = join(copy, file);
  cpSync(path, `${path}.saved`);
  try {
    change(path);
    await act();
  } finally {
    renameSync(`${path}.saved`, path);
  }
};
