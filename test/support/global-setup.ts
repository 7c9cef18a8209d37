import type { TestProject } from "vitest/node";
import { packageService } from "../../local/package-service.ts";

declare module "vitest" {
  interface ProvidedContext {
    packageDir: string;
  }
}

/** Vitest calls this once, before all tests: packaging takes seconds. */
export default async ({ provide }: TestProject): Promise<void> => {
  provide("packageDir", await packageService());
};
