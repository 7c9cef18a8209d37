/**
 * Writes what the commands' own help says into docs/cli.md, below what people have written there:
 * `node local/write-cli-docs.ts [--check] [FILE]`. `--check` writes nothing and exits 1 if it is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { commandDocs, commandList } from "../cli/command-docs.ts";
import { seatkeeperProgram } from "../cli/menu/program.ts";
import { devProgram, sendProgram, startProgram } from "./programs.ts";

const BEGIN = "<!-- From here on `npm run fix` writes the page. -->";

const { values, positionals } = parseArgs({ options: { check: { type: "boolean" } }, allowPositionals: true });
const path = positionals[0] ?? join(import.meta.dirname, "../docs/cli.md");

const seatkeeper = seatkeeperProgram();
const generated = [
  "## Every command",
  commandList(seatkeeper),
  commandDocs(seatkeeper),
  "## On this machine",
  ...[startProgram(), devProgram(), sendProgram()].map(commandDocs),
].join("\n\n");

const page = readFileSync(path, "utf8");
const expected = `${page.slice(0, page.indexOf(BEGIN))}${BEGIN}\n\n${generated}\n`;
if (!page.includes(BEGIN)) throw new Error(`${path} has lost the line ${BEGIN}`);
if (values.check !== true) writeFileSync(path, expected);
else if (page !== expected) {
  console.error("docs/cli.md is out of date: run `npm run fix` and commit it");
  process.exitCode = 1;
}
