/**
 * Writes the JSON Schema that editors check directory files with: `node config/write-directory-schema.ts [--check]`.
 * `--check` writes nothing and exits 1 if it is missing or out of date.
 */
import { join } from "node:path";
import { directorySource } from "./directory-source.ts";
import { writeSchema } from "./write-schema.ts";

writeSchema(join(import.meta.dirname, "directories/directory.schema.json"), directorySource, {
  title: "A directory of Seatkeeper",
  description: "docs/directories.md explains every member.",
});
