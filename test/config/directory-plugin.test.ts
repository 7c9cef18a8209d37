import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { directoryPlugin } from "../../config/directory-plugin.ts";
import { loadStage } from "../../config/load-stage.ts";

const CONFIG = join(import.meta.dirname, "../../config");

let project = "";
const folder = (): string => join(project, "config");
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "directory-plugin-"));
  cpSync(join(CONFIG, "directories"), join(folder(), "directories"), { recursive: true });
  const { dev } = parse(readFileSync(join(CONFIG, "stages.yml"), "utf8"), { merge: true });
  const slack = { ...dev, leave: undefined, directory: "slack" };
  const bad = { ...slack, directory: "figma" };
  writeFileSync(join(folder(), "stages.yml"), stringify({ dev, slack, bad }));
  mkdirSync(join(project, "runtime/directories"), { recursive: true });
  for (const protocol of ["chime", "scim"])
    writeFileSync(
      join(project, `runtime/directories/${protocol}.ts`),
      `import directory from "seatkeeper:directory";\nexport const connectDirectory = (): string => "${protocol} of " + directory.name;\n`,
    );
});
afterAll(() => rmSync(project, { recursive: true }));

const bundle = async (stage: string): Promise<string> => {
  const contents =
    'export { default } from "seatkeeper:directory"; export { connectDirectory } from "seatkeeper:connect";';
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project },
    plugins: [directoryPlugin(folder(), stage)],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
};

test.each([
  ["dev", "chime", "chime of chime"],
  ["slack", "slack", "scim of slack"],
])("the bundle for %s has the directory file %s and what connects to it", async (stage, name, connected) => {
  const { default: directory, connectDirectory } = await import(
    `data:text/javascript,${encodeURIComponent(await bundle(stage))}`
  );
  expect(directory).toEqual(loadStage(folder(), stage).directory);
  expect(directory.name).toBe(name);
  expect(connectDirectory()).toBe(connected);
});

test("a bundle has nothing of another directory", async () => {
  expect(await bundle("dev")).not.toContain("scim");
  expect(await bundle("slack")).not.toContain("chime");
});

test("a bad directory file fails the build with file, line and reason", async () => {
  await expect(bundle("bad")).rejects.toThrow(
    "config/directories/figma.yml:5:1: the stage bad has no variable FIGMA_TENANT",
  );
});
