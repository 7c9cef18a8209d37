import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Table from "cli-table3";
import { chart } from "./chart.ts";
import { median } from "./median.ts";
import { type Figures, isVoid, type Row, validRuns, valuesOf } from "./results.ts";
import { LOST_OR_DOUBLED, OURS } from "./subjects.ts";

const DOCS = join(import.meta.dirname, "../docs");
const PAGE = join(DOCS, "performance.md");

/** Prints one table per section to stdout. */
export const printResults = (rows: readonly Row[]): void => {
  for (const [section, ofSection] of Map.groupBy(rows, (row) => row.section)) {
    const [head = [], ...body] = cellsOf(ofSection);
    const table = new Table({ head, style: { head: [], border: [] } });
    table.push(...body);
    console.log(`\n${section}\n${table}`);
  }
};

/**
 * Writes the tables between their marks in docs/performance.md, and writes docs/performance.svg. @throws Error if a
 * mark is missing
 */
export const writeReport = (rows: readonly Row[]): void => {
  const page = [...Map.groupBy(rows, (row) => row.section)].reduce(
    (text, [section, ofSection]) => {
      const { start, end } = marksOf(text, section);
      return text.slice(0, start) + markdown(cellsOf(ofSection)) + text.slice(end);
    },
    readFileSync(PAGE, "utf8"),
  );
  writeFileSync(PAGE, page);
  writeFileSync(join(DOCS, "performance.svg"), chart(rows));
};

/** @throws Error that names the section whose marks are missing in docs/performance.md */
export const requireMarks = (sections: readonly string[]): void => {
  const text = readFileSync(PAGE, "utf8");
  for (const section of sections) marksOf(text, section);
};

const marksOf = (text: string, section: string): { readonly start: number; readonly end: number } => {
  const mark = `<!-- bench: ${section} -->\n`;
  const start = text.indexOf(mark) + mark.length;
  const end = text.indexOf("<!-- end -->", start);
  const next = text.indexOf("<!-- bench:", start);
  if (start < mark.length || end === -1 || (next !== -1 && next < end)) {
    throw new Error(`${PAGE}: section ${section} needs a line ${mark.trim()} and after it a line <!-- end -->`);
  }
  return { start, end };
};

const markdown = ([head = [], ...body]: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? "---" : "--:")), ...body]
    .map((cells) => `| ${cells.join(" | ")} |\n`)
    .join("");

const cellsOf = (rows: readonly Row[]): string[][] => {
  const all = rows.map((row) => withRatios(row, rows));
  const figures = [...new Set(all.flatMap(({ runs }) => runs.flatMap((run) => Object.keys(run))))];
  const body = all.map((row) => [
    [row.variant, row.subject].filter((text) => text !== "").join(": "),
    ...figures.map((figure) => cell(row, figure)),
  ]);
  return [["", ...figures], ...body];
};

/**
 * Figures that are reported as ratios, run by run, because both runs had the same load. `inverted` if more is better.
 */
const RATIOS: Readonly<Record<string, { readonly name: string; readonly inverted?: boolean }>> = {
  "calls per 1,000": { name: "calls ÷ ours" },
  "events/s": { name: "our events/s ÷", inverted: true },
};

const withRatios = (row: Row, rows: readonly Row[]): Row => {
  const ours = rows.find(({ subject, variant }) => subject === OURS.name && variant === row.variant);
  if (ours === undefined || rows.every(({ subject }) => subject === OURS.name)) return row;
  return { ...row, runs: row.runs.map((run, index) => ({ ...run, ...ratiosOf(run, ours.runs[index]) })) };
};

const ratiosOf = (theirs: Figures, ours: Figures = {}): Figures =>
  Object.fromEntries(
    Object.entries(RATIOS).flatMap(([figure, { name, inverted }]) => {
      const [their, our] = [theirs[figure], ours[figure]];
      if (their === undefined || our === undefined || isVoid(ours)) return [];
      return [[name, inverted ? our / their : their / our]];
    }),
  );

/** The median of the valid runs, with their range if they differ. */
const cell = (row: Row, figure: string): string => {
  const runs = figure === LOST_OR_DOUBLED ? row.runs : validRuns(row);
  const values = valuesOf(runs, figure);
  if (values.length === 0) return valuesOf(row.runs, figure).length === 0 ? "" : "void";
  const [least, most] = [Math.min(...values), Math.max(...values)].map(rounded);
  return least === most ? `${least}` : `${rounded(median(values))} (${least} to ${most})`;
};

const rounded = (value: number): string =>
  value.toLocaleString("en", value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
