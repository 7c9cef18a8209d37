import { oneOf } from "./nearest.ts";
import { isMapping } from "./parse-condition.ts";
import type { Report } from "./yaml-file.ts";
import type { Path } from "./yaml-place.ts";

/** What a stage gives a directory file: `${stage}` is its name. */
export type DirectoryStage = { readonly name: string; readonly variables: Readonly<Record<string, string>> };

/** One that is not closed is a variable, too, so that it is reported. */
const VARIABLE = /\$\{([^}]*)\}?/g;
const STAGE = "stage";

/** The data with the stage's variables in each text. Without a stage each variable stands for some text. */
export const fillVariables = (source: unknown, stage: DirectoryStage | undefined, report: Report): unknown => {
  const fill = (value: unknown, path: Path): unknown => {
    if (typeof value === "string")
      return value.replaceAll(VARIABLE, (_, name: string) => lookUp(name, stage, (reason) => report(path, reason)));
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]));
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, [...path, name])]));
  };
  return fill(source, []);
};

const lookUp = (name: string, stage: DirectoryStage | undefined, complain: (reason: string) => void): string => {
  if (stage === undefined) return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "-");
  const variables: Readonly<Record<string, string>> = { ...stage.variables, [STAGE]: stage.name };
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value === undefined) {
    const known = oneOf(Object.keys(variables), name);
    complain(
      `the stage ${stage.name} has no variable ${name}: expected ${known}, or add it to variables (config/stages.yml)`,
    );
  }
  return value ?? name;
};
