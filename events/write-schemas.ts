/**
 * Writes the JSON Schemas that HR teams validate with: `node events/write-schemas.ts [--check] [DIRECTORY]`.
 * `--check` writes nothing and exits 1 if one is missing or out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "./catalogue.ts";
import { publishedSchema } from "./published-schema.ts";

/** Compares the content and not the bytes: how the file is laid out is the formatter's business. */
const isCurrent = (path: string, text: string): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(readFileSync(path, "utf8")), JSON.parse(text));
  } catch {
    return false;
  }
};

const { values, positionals } = parseArgs({ options: { check: { type: "boolean" } }, allowPositionals: true });
const directory = positionals[0] ?? join(import.meta.dirname, "schemas");

for (const kind of EVENT_KINDS) {
  const { type } = CATALOGUE[kind];
  const path = join(directory, `${type}.json`);
  const text = `${JSON.stringify(publishedSchema(kind), null, 2)}\n`;
  if (values.check !== true) writeFileSync(path, text);
  else if (!isCurrent(path, text)) {
    console.error(`${type}.json is missing or out of date: run \`npx node events/write-schemas.ts\` and commit it`);
    process.exitCode = 1;
  }
}
