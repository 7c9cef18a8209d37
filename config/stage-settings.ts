import { join } from "node:path";
import { LOCAL } from "./local-stage.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { schemaProblems } from "./schema-problems.ts";
import { type StageSettings, stageSchema } from "./stage-schema.ts";
import { readTextFile } from "./text-file.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";
import type { Path } from "./yaml-place.ts";

export { LOCAL };

/** A stage is missing or wrong in config/stages.yml. The message names file, line, setting and what is expected. */
export class StageSettingsError extends Error {}

const FILE = "config/stages.yml";

/** The settings, and what follows from them; times in seconds. */
export type ResolvedSettings = StageSettings & {
  readonly visibilityTimeout: number;
  readonly deletionPolicy: "Retain" | "Delete";
};

/** What is wrong with a setting of a stage: `["leave", "license"]`. */
export type SettingProblem = { readonly setting: Path; readonly reason: string };

/** The stages of config/stages.yml. */
export type StagesFile = {
  /** In the order of the file. */
  readonly names: readonly string[];
  /** The settings of one stage. @throws StageSettingsError */
  settings(stage: string): ResolvedSettings;
  /** Says what is wrong with a stage: a line for each problem, with its place. */
  wrong(stage: string, problems: readonly SettingProblem[]): StageSettingsError;
};

/** Reads `stages.yml` in `folder`, which is config/. @throws StageSettingsError if it holds no stages */
export const loadStages = (folder: string): StagesFile => {
  const failWith = (message: string, cause: unknown) => new StageSettingsError(message, { cause });
  return readStages(readTextFile(join(folder, "stages.yml"), { fileName: FILE, failWith }));
};

/** Reads the text of config/stages.yml. @throws StageSettingsError if it holds no stages */
export const readStages = (text: string): StagesFile => {
  const failWith = (message: string) => new StageSettingsError(message);
  const { source, placed, stopIfAny } = readYaml(text, { fileName: FILE, holds: "stages by their names", failWith });
  stopIfAny();
  const wrong = (stage: string, problems: readonly SettingProblem[]) =>
    new StageSettingsError(
      problems.map(({ setting, reason }) => lineOf(placed, [stage, ...setting], reason)).join("\n"),
    );
  const names = Object.keys(source);
  return { names, settings: (stage) => resolve(parseStage({ source, names, placed, wrong }, stage)), wrong };
};

/** The settings of one stage, from the text of config/stages.yml. @throws StageSettingsError */
export const readStageSettings = (text: string, stage: string): ResolvedSettings => readStages(text).settings(stage);

type Stages = Pick<YamlFile, "source" | "placed"> & Pick<StagesFile, "names" | "wrong">;

const lineOf = (placed: YamlFile["placed"], path: Path, reason: string): string =>
  `${placed(path)}: ${path.join(".")}: ${reason}`;

const parseStage = (stages: Stages, stage: string): StageSettings => {
  if (!stages.names.includes(stage)) throw unknownStage(stages, stage);
  const settings = parseSettings(stages, stage);
  const { bus } = settings;
  const reason = bus === undefined ? undefined : busProblem(stage, settings, bus, stages);
  if (reason !== undefined) throw stages.wrong(stage, [{ setting: ["bus"], reason }]);
  return settings;
};

const unknownStage = ({ names }: Stages, stage: string): StageSettingsError => {
  const choice = `choose one of ${names.join(", ")}, or add it there${didYouMean(names, stage)}`;
  return new StageSettingsError(`There is no stage "${stage}" in ${FILE}: ${choice}`);
};

const parseSettings = ({ source, placed }: Stages, stage: string): StageSettings => {
  const { success, data, error } = stageSchema.safeParse(source[stage]);
  if (success) return data;
  const problems = schemaProblems(error.issues, source, [stage]);
  throw new StageSettingsError(problems.map(({ path, reason }) => `${placed(path)}: ${reason}`).join("\n"));
};

/** A rule hears a bus of its own account and region. One on a bus that is itself another's would hear nothing. */
const busProblem = (stage: string, settings: StageSettings, bus: string, stages: Stages): string | undefined => {
  const others = stages.names.filter((name) => name !== stage && name !== LOCAL);
  if (bus === stage) return "it is the stage itself: leave it out, or name another stage";
  if (stage === LOCAL || bus === LOCAL) return `${LOCAL} is not on AWS, and shares no bus: leave it out`;
  if (!others.includes(bus)) return `there is no stage ${bus}: expected ${oneOf(others, bus)}`;
  const other = parseSettings(stages, bus);
  if (other.bus !== undefined) return `${bus} is on the bus of ${other.bus} itself: expected ${other.bus}`;
  const differs = (["region", "awsAccountId"] as const).find((setting) => other[setting] !== settings[setting]);
  return differs && `${bus} has another ${differs}: expected a stage of the same region and AWS account`;
};

/**
 * AWS advises a visibility of six times the function's time-out, and the batching window.
 * Source: Lambda developer guide, "Using Lambda with Amazon SQS".
 */
const VISIBILITY_FACTOR = 6;

const resolve = (settings: StageSettings): ResolvedSettings => ({
  ...settings,
  visibilityTimeout:
    VISIBILITY_FACTOR * settings.functionTimeout +
    Math.max(...Object.values(settings.batches).map(({ window }) => window)),
  deletionPolicy: settings.keepData ? "Retain" : "Delete",
});
