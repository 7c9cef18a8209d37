import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { menuCommands } from "../support/menu-commands.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PAGE = join(PROJECT, "docs/cli.md");
const folder = mkdtempSync(join(tmpdir(), "cli-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, "local/write-cli-docs.ts"), ...args], {
    encoding: "utf8",
  });
  return { status, stderr };
};

test("docs/cli.md is what the help says", () => {
  expect(write("--check")).toEqual({ status: 0, stderr: "" });
});

test("docs/cli.md has every command, and those of npm", () => {
  const headings = Array.from(readFileSync(PAGE, "utf8").matchAll(/^### (.*)$/gm), ([, heading]) => heading);
  const names = menuCommands().map(([name]) => `seatkeeper ${name}`);
  expect(headings).toEqual([...names, "npm start", "npm run dev", "npm run send"]);
});

test("a page that is out of date fails the check, which leaves it alone; what people wrote stays", () => {
  const page = join(folder, "cli.md");
  copyFileSync(PAGE, page);
  const old = `# Ours\n${readFileSync(page, "utf8").replace("list them, most frequent code first", "list")}`;
  writeFileSync(page, old);
  expect(write("--check", page)).toEqual({
    status: 1,
    stderr: "docs/cli.md is out of date: run `npm run fix` and commit it\n",
  });
  expect(readFileSync(page, "utf8")).toBe(old);
  expect(write(page)).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(page, "utf8")).toBe(`# Ours\n${readFileSync(PAGE, "utf8")}`);
});
