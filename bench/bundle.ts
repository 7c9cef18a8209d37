import { join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a module as config/esbuild.yml bundles the functions. `source` may import files in bench/. `alias` is
 * esbuild's option; by default there is none, as in any project.
 */
export const bundle = async (source: string, alias: Readonly<Record<string, string>> = {}): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    stdin: {
      contents: source,
      resolveDir: import.meta.dirname,
      sourcefile: join(import.meta.dirname, "stdin.ts"),
      loader: "ts",
    },
    bundle: true,
    alias,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
};
