/**
 * Builds the `seatkeeper` command into `dist/`, as it is installed: plain JavaScript that needs no package and runs on
 * any Node.js from 20.20 on. `npm ci`, `npm install` and `npm pack` do it (the script `prepare`).
 *
 * It is a small file, and one for each part that is loaded on use. All in one file takes twice as long to start.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PROJECT = join(import.meta.dirname, "..");
const DIST = join(PROJECT, "dist");
/** What the command was built from, without packages: of those `npm ci` builds it anew. */
const SOURCES = join(DIST, "sources.json");

/** Packages of CommonJS call it. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

const buildCommand = async () => {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    entryPoints: [join(PROJECT, "cli/seatkeeper.ts")],
    outdir: DIST,
    outExtension: { ".js": ".mjs" },
    absWorkingDir: PROJECT,
    bundle: true,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    // Of the SDK, as of the functions, only what is called.
    mainFields: ["module", "main"],
    format: "esm",
    target: "node20.20",
    banner: { js: REQUIRE },
    metafile: true,
    logLevel: "warning",
  });
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules/"));
  mkdirSync(DIST, { recursive: true });
  writeFileSync(SOURCES, JSON.stringify(sources));
};

/** Whether the build is older than a source, or there is none. */
const isStale = () => {
  try {
    const builtAt = statSync(SOURCES).mtimeMs;
    return JSON.parse(readFileSync(SOURCES, "utf8")).some((path) => statSync(join(PROJECT, path)).mtimeMs > builtAt);
  } catch {
    return true;
  }
};

/** In a checkout. What another process has loaded stays where it is. */
export const buildIfStale = async () => {
  if (isStale()) await buildCommand();
};

/** `npm ci --omit=dev` brings no esbuild, and is no failure. */
const hasBundler = () => {
  try {
    return import.meta.resolve("esbuild") !== undefined;
  } catch {
    return false;
  }
};

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  rmSync(DIST, { recursive: true, force: true });
  if (hasBundler()) await buildCommand();
  else console.error("The seatkeeper command is not built: esbuild is not installed");
}
