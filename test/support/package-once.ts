import { join } from "node:path";
import { packageService } from "../../local/package-service.ts";

const FOLDER = "test";

/** The folder with the packaged service. */
export const PACKAGE_DIR = join(import.meta.dirname, "../../.build", FOLDER);

/** Vitest calls this once, before all tests: packaging takes seconds. */
export default async (): Promise<void> => {
  await packageService(FOLDER);
};
