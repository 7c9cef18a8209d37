import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PROJECT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

const PAGES = ["README.md", "CONTRIBUTING.md", ...globSync("docs/**/*.md", { cwd: PROJECT })];
/** A file or a folder of the project that a page names between backticks. */
const PATH =
  /`((?:adapters|bench|cli|config|dead-letters|domain|events|handlers|infra|local|runtime|test)\/[\w./-]+)`/g;

test.each(PAGES)("every path that %s names exists", (page) => {
  const paths = Array.from(read(page).matchAll(PATH), ([, path = ""]) => path);
  expect(paths.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});

const CLAIMS = /### Each claim[\s\S]*?(?=\n## )/.exec(read("docs/reliability.md"))?.[0] ?? "";
const rows = Array.from(CLAIMS.matchAll(/^\| (.*?) \| `(test\/.*?)`: (.*?) \|$/gm), ([, ...row]) => row);

test("every claim of docs/reliability.md has a row", () => {
  expect(rows.length).toBeGreaterThan(15);
});

test.each(rows)("%s: %s has the test", (_, file = "", name = "") => {
  expect(read(file)).toContain(name);
});
