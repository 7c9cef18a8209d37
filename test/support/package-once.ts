import { inject } from "vitest";

/** The folder with the packaged service. */
export const PACKAGE_DIR = inject("packageDir");
