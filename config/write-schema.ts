import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import * as z from "zod";

/** What a JSON Schema says of itself. */
export type SchemaHead = { readonly title: string; readonly description: string };

/**
 * Writes a JSON Schema for a file that people write; with `--check` on the command line writes nothing, and sets the exit
 * code to 1 if it is missing or out of date.
 */
export const writeSchema = (path: string, source: z.ZodType, head: SchemaHead): void => {
  const schema = { ...head, ...z.toJSONSchema(source, { io: "input" }) };
  const { values } = parseArgs({ options: { check: { type: "boolean" } } });
  if (values.check !== true) writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  else if (!isCurrent(path, schema)) {
    console.error(`${basename(path)} is missing or out of date: run \`npm run fix\` and commit it`);
    process.exitCode = 1;
  }
};

/** Compares the content and not the bytes: how the file is laid out is the formatter's business. */
const isCurrent = (path: string, schema: object): boolean => {
  try {
    return isDeepStrictEqual(JSON.parse(readFileSync(path, "utf8")), JSON.parse(JSON.stringify(schema)));
  } catch {
    return false;
  }
};
