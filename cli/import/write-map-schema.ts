/**
 * Writes the JSON Schema that editors check roster maps with: `node cli/import/write-map-schema.ts [--check]`.
 * `--check` writes nothing and exits 1 if it is missing or out of date.
 */
import { join } from "node:path";
import { writeSchema } from "../../config/write-schema.ts";
import { mapSource } from "./map-source.ts";

writeSchema(join(import.meta.dirname, "roster-map.schema.json"), mapSource, {
  title: "A roster map of Seatkeeper",
  description: "docs/import.md explains every member.",
});
