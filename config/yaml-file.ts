import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { aliasProblems } from "./alias-problems.ts";
import { ambiguousNumbers } from "./ambiguous-numbers.ts";
import { type Path, type Problem, placeOf } from "./yaml-place.ts";
import { syntaxProblems } from "./yaml-syntax.ts";

/** Notes what is wrong at a place, or at the nearest place above it that the file has. */
export type Report = (path: Path, reason: string) => void;

/**
 * A file as plain data. `placed` is where messages say that a member is: `config/license-policy.yml:12:5`. `stopIfAny`
 * throws if something was reported: all of it, a line each.
 */
export type YamlFile = {
  readonly source: Readonly<Record<string, unknown>>;
  readonly placed: (path: Path) => string;
  readonly report: Report;
  readonly stopIfAny: () => void;
};

/**
 * `fileName` is what messages begin with, `holds` is what a whole file has, such as "rules and default", and `failWith`
 * makes the error that holds all problems.
 */
export type YamlOf = {
  readonly fileName: string;
  readonly holds: string;
  readonly failWith: (message: string) => Error;
};

/**
 * Reads a YAML file whose problems are reported with file, line and column: `config/license-policy.yml:12:5: …`. `<<`
 * merges. A number that reads otherwise than it is written is a problem.
 * @throws what `failWith` makes, if it is not YAML, has no members, or expands without end
 */
export const readYaml = (text: string, { fileName, holds, failWith }: YamlOf): YamlFile => {
  const lines = new LineCounter();
  const document = parseDocument(withoutByteOrderMark(text), { lineCounter: lines, prettyErrors: false, merge: true });
  const problems: string[] = [];
  const at = (offset: number) => `${fileName}:${lineAndColumn(lines, offset)}`;
  const note = ({ offset, reason }: Problem) => problems.push(`${at(offset)}: ${reason}`);
  const stopIfAny = (): void => {
    if (problems.length > 0) throw failWith(problems.join("\n"));
  };
  syntaxProblems(document).forEach(note);
  stopIfAny();
  [...aliasProblems(document), ...wholeProblems(document, holds)].forEach(note);
  stopIfAny();
  ambiguousNumbers(document).forEach(note);
  const placed = (path: Path) => at(placeOf(document, path));
  const report: Report = (path, reason) => problems.push(`${placed(path)}: ${reason}`);
  try {
    // The number of aliases is limited, so that a file that expands without end is refused.
    return { source: document.toJS({ maxAliasCount: MAX_ALIASES }), placed, report, stopIfAny };
  } catch (error) {
    note({ offset: firstAlias(document), reason: expansionProblem(error) });
    throw failWith(problems.join("\n"));
  }
};

const MAX_ALIASES = 100;

const expansionProblem = (error: unknown): string =>
  error instanceof ReferenceError
    ? `the aliases of this file (*name) stand for more than ${MAX_ALIASES} values: write some out`
    : String(error instanceof Error ? error.message : error);

const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, "");

/** Editors count lines and columns from 1. */
const lineAndColumn = (lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
};

const wholeProblems = ({ contents }: Document, holds: string): readonly Problem[] => {
  if (isMap(contents)) return [];
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  const found = isSeq(contents) ? "is a list" : "is a text";
  return [{ offset: contents?.range?.[0] ?? 0, reason: `the file ${isEmpty ? "is empty" : found}: expected ${holds}` }];
};

const firstAlias = (document: Document): number => {
  let offset = 0;
  visit(document, {
    Alias: (_, { range }) => {
      offset = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
};
