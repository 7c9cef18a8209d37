import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { loadDirectoryFile, loadStage } from "../../config/load-stage.ts";
import type { ResolvedSettings } from "../../config/stage-settings.ts";
import type { ScimFile } from "../../domain/accounts/directory-file.ts";
import { type Stage, stageOf } from "../../infra/stage.ts";

const textOf = (file: string): string => readFileSync(join(import.meta.dirname, "../..", file), "utf8");
const CONFIG = join(import.meta.dirname, "../../config");

/** Slack as the directory of a stage. */
export const SLACK = loadDirectoryFile(CONFIG, "slack") as ScimFile;

/** A stage of config/stages.yml, with the Chime account `account` and a license policy with the digest `digest`. */
export const madeStage = (name: string, change: Partial<ResolvedSettings> = {}): Stage => {
  const { settings, directory } = loadStage(CONFIG, name);
  return stageOf(name, { ...settings, chimeAccountId: "account", ...change }, { policyDigest: "digest", directory });
};

/** What CloudFormation fills in. */
export const ref = (logicalId: string) => ({ Ref: logicalId });
export const get = (logicalId: string, attribute = "Arn") => ({ "Fn::GetAtt": [logicalId, attribute] });

/** A file of settings. What the framework fills in is `<prefix>` for `${self:custom.prefix}`. */
export const readSettings = (file: string): unknown =>
  parse(textOf(file).replaceAll(/\$\{self:custom\.([\w.]+)\}/g, "<$1>"));
