import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { loadStage } from "./load-stage.ts";

const FILE_MODULE = "seatkeeper:directory";
const CONNECT_MODULE = "seatkeeper:connect";

/**
 * Gives bundles the stage's compiled directory file as the module `seatkeeper:directory`, and as `seatkeeper:connect`
 * the file of runtime/directories/ that speaks its protocol: no other directory's code is deployed. `folder` is config/;
 * a bad file fails the build with its file, line and reason.
 */
export const directoryPlugin = (folder: string, stage: string): Plugin => ({
  name: "directory",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${CONNECT_MODULE}$`) }, () =>
      orProblem(() => ({
        path: join(folder, "../runtime/directories", `${loadStage(folder, stage).directory.protocol}.ts`),
      })),
    );
    build.onResolve({ filter: new RegExp(`^${FILE_MODULE}$`) }, ({ path }) => ({ path, namespace: FILE_MODULE }));
    build.onLoad({ filter: /.*/, namespace: FILE_MODULE }, () => ({
      watchFiles: filesOf(folder),
      ...orProblem(() => ({ contents: JSON.stringify(loadStage(folder, stage).directory), loader: "json" as const })),
    }));
  },
});

const filesOf = (folder: string): string[] =>
  [folder, join(folder, "directories")].flatMap((each) =>
    readdirSync(each)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => join(each, name)),
  );

const orProblem = <T>(act: () => T) => {
  try {
    return act();
  } catch (error) {
    return { errors: [{ text: error instanceof Error ? error.message : String(error) }] };
  }
};
