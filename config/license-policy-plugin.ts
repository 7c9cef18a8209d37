import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { loadStagePolicy } from "./load-license-policy.ts";

const MODULE = "seatkeeper:license-policy";

/**
 * Gives bundles the stage's compiled policy, with stage and digest, as the module `seatkeeper:license-policy`: no
 * YAML parser is deployed, and a bad policy fails the build with its file, line and reason.
 */
export const licensePolicyPlugin = (directory: string, stage: string): Plugin => ({
  name: "license-policy",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${MODULE}$`) }, ({ path }) => ({ path, namespace: MODULE }));
    build.onLoad({ filter: /.*/, namespace: MODULE }, () => {
      const watchFiles = readdirSync(directory).map((fileName) => join(directory, fileName));
      try {
        return { contents: JSON.stringify(loadStagePolicy(directory, stage)), loader: "json", watchFiles };
      } catch (error) {
        return { errors: [{ text: error instanceof Error ? error.message : String(error) }], watchFiles };
      }
    });
  },
});
