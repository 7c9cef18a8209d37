import { type LoadedStage, loadStage } from "../../config/load-stage.ts";
import { LOCAL } from "../../config/local-stage.ts";
import { UsageError } from "../errors.ts";
import { compileFor, orFailed, ownPolicyFile, readPolicyFile, stageOf } from "../policy/policy-file.ts";
import { CONFIG } from "../project.ts";
import type { StageDirectory } from "../stage-directory.ts";
import { openPreview, type Preview } from "./preview-events.ts";
import type { PreviewOptions } from "./preview-world.ts";

/**
 * What a preview starts from: a stage, or nothing, with the settings of the stage local. `directory` is another one than
 * local's, `policy` the file of another one than the stage's; `now` is the clock.
 */
export type PreviewSource = {
  readonly stage?: string | undefined;
  readonly directory?: string | undefined;
  readonly policy?: string | undefined;
  readonly now?: () => Date;
};

/**
 * Calls `act` with a preview. It reads the stage if one is named, and never writes.
 * @throws UsageError, CommandFailed if the stage, its directory file or the policy is wrong, or if the stage cannot be
 * read; and what `act` throws
 */
export const withPreview = async <T>(
  source: PreviewSource,
  act: (preview: Preview) => Promise<T>,
  connect?: (stage: string) => StageDirectory,
): Promise<T> => {
  const { stage, directory } = source;
  if (stage !== undefined && directory !== undefined)
    throw new UsageError(`The stage ${stage} names its directory: leave --directory out`);
  const loaded = stage === undefined ? fromNothing(directory) : stageOf(stage);
  const options = await optionsOf(source, loaded);
  if (stage === undefined) return act(openPreview(options));
  const { withStage } = await import("./with-stage.ts");
  return withStage(stage, (below) => act(openPreview({ ...options, ...below })), connect);
};

/** @throws CommandFailed if there is no such directory */
const fromNothing = (directory: string | undefined): LoadedStage => orFailed(() => loadStage(CONFIG, LOCAL, directory));

const optionsOf = async ({ stage = LOCAL, policy: path, now }: PreviewSource, loaded: LoadedStage) => {
  const file = path === undefined ? ownPolicyFile(stage, loaded) : await readPolicyFile(path);
  const start = new Date();
  const { directory, settings } = loaded;
  return {
    policy: compileFor(stage, loaded, file).policy,
    licenses: directory.licenses.map(({ name }) => name),
    invites: directory.protocol === "chime" && directory.newUsers === "invite",
    hireGraceMs: settings.hireGrace * 1000,
    now: now ?? (() => start),
  } satisfies PreviewOptions;
};
