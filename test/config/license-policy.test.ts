import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { licensePolicyPlugin } from "../../config/license-policy-plugin.ts";
import { loadLicensePolicy } from "../../config/load-license-policy.ts";
import { desire } from "../../domain/reconcile/desire.ts";
import { folded } from "../domain/facts/folded.ts";
import { hired, left } from "../support/hr-events.ts";

const CONFIG = join(import.meta.dirname, "../../config");

describe("the shipped policy", () => {
  const policy = loadLicensePolicy(CONFIG, "dev");
  test("takes the seat of who left, and suspends the account", () => {
    expect(desire(folded([hired(), left()]), policy)).toEqual({
      entitled: false,
      active: false,
      license: "Basic",
      rule: "left",
    });
  });
});

describe("a stage's own policy", () => {
  const STAGES = parse(readFileSync(join(CONFIG, "stages.yml"), "utf8"), { merge: true });
  const LEAVE = { license: "Basic", suspend: true };
  let directory: string;
  const writeStages = (leaveInProd: object | undefined, change: object = {}) => {
    const { dev, prod } = STAGES;
    return writeFile(
      join(directory, "stages.yml"),
      stringify({ dev, prod: { ...prod, leave: leaveInProd, ...change } }),
    );
  };
  const write = (fileName: string, license: string) =>
    writeFile(join(directory, fileName), `rules: []\ndefault: { name: rest, license: ${license} }\n`);
  const bundle = async (stage: string) => {
    const { outputFiles } = await build({
      stdin: { contents: 'export { default } from "seatkeeper:license-policy";', resolveDir: directory },
      plugins: [licensePolicyPlugin(directory, stage)],
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "license-policy-"));
    await cp(join(CONFIG, "directories"), join(directory, "directories"), { recursive: true });
    await writeStages(LEAVE);
    await write("license-policy.yml", "Basic");
    await write("license-policy.prod.yml", "Pro");
  });
  afterEach(() => rm(directory, { recursive: true }));

  test.each([
    ["prod", "Pro"],
    ["dev", "Basic"],
  ])("the bundle for %s has the default %s", async (stage, license) => {
    const policy = { leave: LEAVE, canRename: false, rules: [], default: { name: "rest", license } };
    const digest = createHash("sha256").update(JSON.stringify(policy)).digest("hex");
    expect((await bundle(stage)).default).toEqual({ stage, digest, policy });
  });

  test("says what becomes of leavers, and has another digest if that changes", async () => {
    const { digest: before } = (await bundle("prod")).default;
    await writeStages({ license: "Plus", suspend: false });
    const { digest, policy } = (await bundle("prod")).default;
    expect(policy.leave).toEqual({ license: "Plus", suspend: false });
    expect(digest).not.toBe(before);
    expect((await bundle("dev")).default.policy.leave).toEqual(LEAVE);
  });

  test("says what the directory file says of leavers if the stage says nothing", async () => {
    await writeStages(undefined);
    expect((await bundle("prod")).default.policy.leave).toEqual(LEAVE);
    await writeStages(undefined, { directory: "slack" });
    await write("license-policy.prod.yml", "none");
    expect((await bundle("prod")).default.policy).toMatchObject({ leave: { suspend: true }, canRename: true });
  });

  test("is that of the directory if the stage has none of its own", async () => {
    await writeStages(undefined, { directory: "slack" });
    await rm(join(directory, "license-policy.prod.yml"));
    await write("license-policy.slack.yml", "member");
    expect((await bundle("prod")).default.policy.default).toEqual({ name: "rest", license: "member" });
    await write("license-policy.prod.yml", "none");
    expect((await bundle("prod")).default.policy.default).toEqual({ name: "rest", license: "none" });
  });

  test("fails the build with the name of the file if there is none", async () => {
    await rm(join(directory, "license-policy.yml"));
    await expect(bundle("dev")).rejects.toThrow("config/license-policy.yml: the file is missing");
  });

  test("may give the licenses of the stage's own directory only", async () => {
    await writeStages(LEAVE, { directory: "slack", leave: undefined });
    await expect(bundle("prod")).rejects.toThrow(
      "config/license-policy.prod.yml:2:24: the default needs a `license`: one of member, none",
    );
  });

  test.each(["../prod", "qa"])("is for no stage but those in stages.yml: not for %s", async (stage) => {
    await expect(bundle(stage)).rejects.toThrow(`There is no stage "${stage}" in config/stages.yml`);
  });

  test("fails the build with stage and setting if the stage's choice for leavers is invalid", async () => {
    await writeStages({ license: "Gold", suspend: true });
    await expect(bundle("prod")).rejects.toThrow(
      "config/stages.yml:60:5: prod.leave.license: the directory chime has no license Gold: expected one of Basic, Plus, Pro",
    );
  });

  test("fails the build with file, line and reason if it is invalid", async () => {
    await write("license-policy.prod.yml", "Gold");
    await expect(bundle("prod")).rejects.toThrow("config/license-policy.prod.yml:2:24: the default needs a `license`");
  });
});
