import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Writes a module to its own folder and returns its URL, for made-up functions. */
export const moduleUrl = (source: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), "function-")), "handler.mjs");
  writeFileSync(file, source);
  return pathToFileURL(file).href;
};
