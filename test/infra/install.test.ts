import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const INSTALL = join(import.meta.dirname, "../support/install.ts");
const folder = mkdtempSync(join(tmpdir(), "install-"));
afterAll(() => rmSync(folder, { recursive: true }));

const install = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [INSTALL, "."], { cwd: folder, encoding: "utf8" });
  return { status, stdout, installed: stderr.includes("Installing") };
};

const write = (file: string, content: object): void => writeFileSync(join(folder, file), JSON.stringify(content));

/** A project with one dependency, in a folder next to it, so that nothing is downloaded. */
const writeProject = (version: string): void => {
  const dependencies = { near: "file:near" };
  const packages = {
    "": { name: "project", version, dependencies },
    near: { name: "near", version },
    "node_modules/near": { resolved: "near", link: true },
  };
  mkdirSync(join(folder, "near"), { recursive: true });
  write("near/package.json", { name: "near", version });
  write("package.json", { name: "project", version, dependencies });
  write("package-lock.json", { name: "project", version, lockfileVersion: 3, packages });
};

test("installs a folder once, and again after its lockfile changed", () => {
  writeProject("1.0.0");
  expect(install()).toEqual({ status: 0, stdout: "", installed: true });
  expect(install()).toEqual({ status: 0, stdout: "", installed: false });
  writeProject("1.0.1");
  expect(install()).toEqual({ status: 0, stdout: "", installed: true });
});

test("retries an installation that failed", () => {
  writeProject("1.0.2");
  write("package.json", { name: "project", dependencies: { near: "file:near", other: "file:other" } });
  expect(install()).toEqual({ status: 1, stdout: "", installed: true });
  expect(install()).toEqual({ status: 1, stdout: "", installed: true });
});
