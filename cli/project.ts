import { existsSync } from "node:fs";
import { join } from "node:path";

/** The folder of this release: the files are in `cli/`, and the installed command is in `dist/`. */
export const RELEASE = join(import.meta.dirname, "..");

const STAGES = "config/stages.yml";

/**
 * The project that the command acts for: the current folder if it holds config/stages.yml, else the release's own. An
 * installed command finds in this way the stages that somebody has set up.
 */
export const PROJECT = existsSync(join(process.cwd(), STAGES)) ? process.cwd() : RELEASE;

/** The folder of stages, license policies and directory files. */
export const CONFIG = join(PROJECT, "config");
