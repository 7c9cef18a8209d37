import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ResolvedSettings, readStageSettings } from "../../config/stage-settings.ts";
import { type Stage, stageOf } from "../../infra/stage.ts";

const textOf = (file: string): string => readFileSync(join(import.meta.dirname, "../..", file), "utf8");
const SETTINGS = textOf("config/stages.yml");

/** A stage of config/stages.yml, with the Chime account `account` and a license policy with the digest `digest`. */
export const madeStage = (name: string, change: Partial<ResolvedSettings> = {}): Stage =>
  stageOf(name, { ...readStageSettings(SETTINGS, name), chimeAccountId: "account", ...change }, "digest");

/** What CloudFormation fills in. */
export const ref = (logicalId: string) => ({ Ref: logicalId });
export const get = (logicalId: string, attribute = "Arn") => ({ "Fn::GetAtt": [logicalId, attribute] });

/** A file of settings. What the framework fills in is `<prefix>` for `${self:custom.prefix}`. */
export const readSettings = (file: string): unknown =>
  parse(textOf(file).replaceAll(/\$\{self:custom\.([\w.]+)\}/g, "<$1>"));
