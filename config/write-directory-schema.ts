/**
 * Writes the JSON Schema that editors check directory files with: `node config/write-directory-schema.ts [--check]`.
 * `--check` writes nothing and exits 1 if it is missing or out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import * as z from "zod";
import { directorySource } from "./directory-source.ts";

const PATH = join(import.meta.dirname, "directories/directory.schema.json");

const schema = {
  title: "A directory of Seatkeeper",
  description: "docs/directories.md explains every member.",
  ...z.toJSONSchema(directorySource, { io: "input" }),
};

/** Compares the content and not the bytes: how the file is laid out is the formatter's business. */
const isCurrent = (): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(readFileSync(PATH, "utf8")), JSON.parse(JSON.stringify(schema)));
  } catch {
    return false;
  }
};

const { values } = parseArgs({ options: { check: { type: "boolean" } } });
if (values.check !== true) writeFileSync(PATH, `${JSON.stringify(schema, null, 2)}\n`);
else if (!isCurrent()) {
  console.error("directory.schema.json is missing or out of date: run `npm run fix` and commit it");
  process.exitCode = 1;
}
