import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { parse } from "yaml";
import { packageService } from "../../local/package-service.ts";

const PROJECT = join(import.meta.dirname, "../..");

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};
export type Template = { readonly Resources: Readonly<Record<string, Resource>>; readonly Outputs: object };
/** A stage in config/stages.yml, and its packaged template. */
export type PackagedStage = { readonly directory: string; readonly text: string; readonly template: Template };

/** All stages of config/stages.yml. */
export const STAGES = Object.keys(parse(readFileSync(join(PROJECT, "config/stages.yml"), "utf8"), { merge: true }));

/** In ms, for a busy machine: a stage takes a few seconds on a quiet one. */
const PATIENCE = 600_000;

/** Packages every stage. */
export const usePackagedStages = (): ((stage: string) => PackagedStage) => {
  const packaged = new Map<string, PackagedStage>();
  beforeAll(async () => {
    for (const stage of STAGES) {
      const directory = await packageService({ stage });
      const text = readFileSync(join(directory, "cloudformation-template-update-stack.json"), "utf8");
      packaged.set(stage, { directory, text, template: JSON.parse(text) });
    }
  }, PATIENCE);
  afterAll(() => {
    for (const { directory } of packaged.values()) rmSync(dirname(directory), { recursive: true });
  });
  return (stage) => {
    const found = packaged.get(stage);
    if (found === undefined) throw new Error(`${stage} was not packaged`);
    return found;
  };
};
