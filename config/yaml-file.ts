import { type Document, isMap, isNode, LineCounter, parseDocument } from "yaml";
import { ambiguousNumbers } from "./ambiguous-numbers.ts";

/** A place in a file: `["rules", 0, "license"]`. */
export type Path = readonly (string | number)[];
/** Notes what is wrong at a place, or at the nearest place above it that the file has. */
export type Report = (path: Path, reason: string) => void;

/** A file as plain data. `stopIfAny` throws if something was reported: all of it, a line each. */
export type YamlFile = { readonly source: unknown; readonly report: Report; readonly stopIfAny: () => void };

/**
 * Reads a YAML file whose problems are reported with `fileName` and line. `failWith` makes the error that holds them.
 * A number that reads otherwise than it is written is a problem. @throws what `failWith` makes, if it is not YAML
 */
export const readYaml = (text: string, fileName: string, failWith: (message: string) => Error): YamlFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(({ message }) => `${fileName}: ${message.split("\n")[0]}`);
  const stopIfAny = (): void => {
    if (problems.length > 0) throw failWith(problems.join("\n"));
  };
  stopIfAny();
  const at = (offset: number, reason: string) => problems.push(`${fileName}:${lines.linePos(offset).line}: ${reason}`);
  for (const { written, compared, offset } of ambiguousNumbers(document))
    at(offset, `${written} is the number ${compared}: write that, or put it in quotes if it is text`);
  const report: Report = (path, reason) => at(offsetOf(document, path), reason);
  try {
    // The number of aliases is limited, so that a file that expands without end is refused.
    return { source: document.toJS({ maxAliasCount: 100 }), report, stopIfAny };
  } catch (error) {
    throw failWith(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Where a member begins, by its name: a value may begin on the next line. */
const offsetOf = (document: Document, path: Path): number => {
  if (path.length === 0) return rangeOf(document.contents) ?? 0;
  const [above, last] = [path.slice(0, -1), path.at(-1)];
  const parent = above.length === 0 ? document.contents : document.getIn(above, true);
  const named = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(last))?.key : undefined;
  return rangeOf(named) ?? rangeOf(document.getIn(path, true)) ?? offsetOf(document, above);
};

const rangeOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
