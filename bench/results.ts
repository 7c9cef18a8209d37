import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { LOST_OR_DOUBLED } from "./subjects.ts";

/** Figures of one run by name, such as `events/s`. */
export type Figures = Readonly<Record<string, number>>;

/** All runs of one subject in one section. `variant` distinguishes rate limits; `measured` says when and on what. */
export type Row = {
  readonly section: string;
  readonly variant: string;
  readonly subject: string;
  readonly runs: readonly Figures[];
  readonly measured?: string;
};

const FILE = join(import.meta.dirname, "results.json");

/** Returns the last saved rows of every section. */
export const readResults = (): readonly Row[] => (existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : []);

/** Saves these rows in place of the earlier ones of their sections. */
export const saveRows = (rows: readonly Row[]): void => {
  const sections = new Set(rows.map(({ section }) => section));
  const others = readResults().filter(({ section }) => !sections.has(section));
  const measured = `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${availableParallelism()} cores`;
  const saved = [...others, ...rows.map((row) => ({ ...row, measured }))];
  writeFileSync(FILE, `${JSON.stringify(saved, undefined, 1)}\n`);
};

/** The runs of a row that lost and doubled nothing. */
export const validRuns = ({ runs }: Row): readonly Figures[] => runs.filter((run) => !isVoid(run));

export const isVoid = (run: Figures): boolean => (run[LOST_OR_DOUBLED] ?? 0) > 0;

/** The values of one figure. */
export const valuesOf = (runs: readonly Figures[], figure: string): number[] =>
  runs.flatMap((figures) => (figures[figure] === undefined ? [] : [figures[figure]]));
