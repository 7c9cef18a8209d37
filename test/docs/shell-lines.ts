import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROJECT = join(import.meta.dirname, "../..");

/** A command that a page asks its reader to type, with its continuation lines joined. */
export type ShellLine = { readonly page: string; readonly command: string };

/** README, CONTRIBUTING and all of docs/, but for the records of past decisions. */
const PAGES = ["README.md", "CONTRIBUTING.md", ...globSync("docs/*.md", { cwd: PROJECT }).sort()];

const BLOCK = /^(?<indent> *)```(?<language>\w*)\n(?<text>[\s\S]*?)^\k<indent>```$/gm;
const CONTINUATION = / *\\\n\s*/g;
const COMMENT = /\s+# .*$/;
const PROMPT = /^\s*\$ /;

/** Every command in the pages: each line of a `sh` block, and each line after a `$` in the blocks that show output. */
export const shellLines = (): readonly ShellLine[] =>
  PAGES.flatMap((page) => commandsIn(readFileSync(join(PROJECT, page), "utf8")).map((command) => ({ page, command })));

const commandsIn = (markdown: string): readonly string[] =>
  Array.from(markdown.matchAll(BLOCK), ({ groups }) => groups ?? {})
    .flatMap(({ language, text = "" }) => {
      if (language === "sh") return statements(text);
      return language === "" ? statements(text).filter((line) => PROMPT.test(line)) : [];
    })
    .map((command) => command.replace(PROMPT, "").replace(COMMENT, "").trim());

/** The lines of a block, one for each statement: a quote that is open at the end of a line goes on in the next. */
const statements = (text: string): readonly string[] => {
  const found: string[] = [];
  for (const line of text.replaceAll(CONTINUATION, " ").split("\n")) {
    const last = found.at(-1);
    if (last !== undefined && isOpen(last)) found[found.length - 1] = `${last}\n${line}`;
    else if (line.trim() !== "") found.push(line);
  }
  return found;
};

const isOpen = (line: string): boolean => (line.match(/'/g)?.length ?? 0) % 2 === 1;
