#!/usr/bin/env node
/** The `seatkeeper` command as it is installed. `npm run seatkeeper` runs its sources instead. */
import { existsSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const here = (path) => new URL(path, import.meta.url);

/** The user's own: code that somebody else can write to must not be run. */
const cacheFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "seatkeeper");

// A checkout has the sources, too, and they may have changed since it was built.
if (existsSync(here("seatkeeper.ts"))) await (await import(here("build-command.mjs"))).buildIfStale();
// Whether to update Node.js is not what was asked.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
// From Node.js 22 on.
module.enableCompileCache?.(cacheFolder());
await import(here("../dist/seatkeeper.mjs"));
