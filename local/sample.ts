import { join, relative } from "node:path";
import { type Bodies, openBodies, type SourceLine } from "../cli/event-files/read-bodies.ts";
import { type Chapter, workingLives } from "../events/samples/working-lives.ts";

const SAMPLES = join(import.meta.dirname, "..", "events", "samples");

/**
 * What `npm start` sends if no file is named: the company of employees.jsonl, then the chapters of some working lives,
 * each around the moment when it is read. As a file of these, `working-lives` has an event in each line.
 */
export const openSample = async (): Promise<readonly Bodies[]> => {
  const parts = [await openBodies([relative(process.cwd(), join(SAMPLES, "employees.jsonl"))])];
  let line = 1;
  for (const chapter of workingLives(Date.now())) {
    const part = bodiesOf(chapter, line);
    parts.push(part);
    line += part.count;
  }
  return parts;
};

const bodiesOf = (chapter: Chapter, firstLine: number): Bodies => ({
  count: chapter(new Date()).length,
  read: async function* () {
    yield* chapter(new Date()).map(
      (body, index): SourceLine => ({
        file: "working-lives",
        line: firstLine + index,
        body: JSON.stringify(body),
      }),
    );
  },
});
