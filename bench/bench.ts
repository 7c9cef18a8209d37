/**
 * `npm run bench`: compares Seatkeeper with what people would write instead (bench/peers). Real functions in worker
 * threads, real clients, emulators in separate processes; the directory takes 50 ms per call. Runs are interleaved, so
 * that other load on the machine affects all of them alike.
 *
 *   --quick            small numbers, one round: shows that the benchmark runs
 *   --rounds N         3 by default; `growth` always has 1, `footprint` 25
 *   --only SECTION     one of the names in sections.ts
 *   --save             writes the figures to bench/results.json, docs/performance.md and docs/performance.svg
 *   --report           measures nothing: writes the tables and the chart again from the saved figures
 *
 * It prints figures and leaves judging them to the reader, but fails if a run of ours lost or doubled something.
 */
import { parseArgs } from "node:util";
import { printResults, requireMarks, writeReport } from "./report.ts";
import { isVoid, type Row, readResults, saveRows } from "./results.ts";
import { SECTIONS, type Section } from "./sections.ts";
import { OURS, packageSubjects } from "./subjects.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string" },
    save: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const sections = SECTIONS.filter(({ name }) => values.only === undefined || name === values.only);

const findUsageError = (): string | undefined => {
  if (!Number.isInteger(rounds) || rounds < 1) return "--rounds: expected a whole number of 1 or more";
  if (sections.length === 0) return `--only: expected one of ${SECTIONS.map(({ name }) => name).join(", ")}`;
  if (values.quick && values.save) return "--save: the figures of --quick are not worth saving";
  if (values.report && readResults().length === 0) return "--report: there are no saved figures yet";
  return undefined;
};

const measureAll = async (): Promise<void> => {
  if (values.save) requireMarks(sections.map(({ name }) => name));
  const packageDir = await packageSubjects();
  for (const section of sections) {
    const rows = await measure(section, packageDir);
    const ours = section.whole === undefined ? rows.filter(({ subject }) => subject === OURS.name) : rows;
    if (ours.some(({ runs }) => runs.some(isVoid))) process.exitCode = 1;
    printResults(rows);
    if (values.save) saveRows(rows);
  }
  if (values.save) writeReport(readResults());
};

const measure = async ({ name, whole, measurements }: Section, packageDir: string): Promise<readonly Row[]> => {
  if (whole !== undefined) return whole(packageDir, values.quick);
  const all = (measurements?.(packageDir, values.quick) ?? []).map((measurement) => ({
    ...measurement,
    runs: [] as Row["runs"][number][],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { subject, variant, once, runs, measure } of all) {
      if (once && round > 0) continue;
      const run = await measure();
      runs.push(run);
      console.error(`${name} ${variant} ${subject}: ${JSON.stringify(run)}`);
    }
  }
  return all.map(({ subject, variant, runs }) => ({ section: name, variant, subject, runs }));
};

const usageError = findUsageError();
if (usageError !== undefined) {
  console.error(usageError);
  process.exitCode = 2;
} else if (values.report) writeReport(readResults());
else await measureAll();
