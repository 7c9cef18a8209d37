/**
 * Writes the JSON Schemas that HR teams validate with; `--check` only compares and exits 1 where a committed one is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { SCHEMAS } from "./schema.ts";

const checkOnly = process.argv.includes("--check");

for (const [type, schema] of Object.entries(SCHEMAS)) {
  const path = join(import.meta.dirname, "schemas", `${type}.json`);
  const text = `${JSON.stringify(published(type, schema), null, 2)}\n`;
  if (!checkOnly) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`events/schemas/${type}.json is out of date: run \`npm run schemas\` and commit it`);
    process.exitCode = 1;
  }
}

/** What a sender has to know; `input`, because surrounding blanks are forgiven and unknown members ignored. */
function published(type: string, schema: z.ZodMiniType) {
  const { $schema, ...rules } = z.toJSONSchema(schema, { io: "input" });
  return {
    $schema,
    $id: `urn:seatkeeper:${type}`,
    title: type,
    description: "A CloudEvents 1.0 event in JSON. See docs/events.md.",
    ...rules,
  };
}
