import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { guessRoster } from "../../cli/commands/import/guess.ts";
import { importRoster } from "../../cli/commands/import/import.ts";
import { bodiesOf, runPackaged } from "../support/run-packaged.ts";

const ROSTER = join(import.meta.dirname, "../../../shared/data/hr-roster.csv");
const hasRoster = existsSync(ROSTER);
if (!hasRoster) console.log(`skipped: ${ROSTER} is missing; it is not part of this repository`);

const folder = mkdtempSync(join(tmpdir(), "roster-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!hasRoster)(
  "of 3,000 rows of a real export, imported by a guessed map, 2,595 become users, 387 have left, and 18 were told to be bad",
  async () => {
    const [map, out] = [join(folder, "map.yml"), join(folder, "events.jsonl")];
    await guessRoster(ROSTER, { mapOut: map });
    const { text } = await importRoster(ROSTER, { map, out, skipInvalid: true, json: true });
    expect(JSON.parse(text)).toMatchObject({ rows: 3000, bad: 18, news: { hire: 2595, leave: 387 }, events: 2982 });
    const bodies = readFileSync(out, "utf8").trimEnd().split("\n");
    const lines = bodies.map((body, index) => ({ file: "roster", line: index + 1, body }));
    const report = await runPackaged([bodiesOf(lines)]);
    const outcomes = { created: 2595, unchanged: 387 };
    expect(report).toMatchObject({ sent: 2982, unaccounted: [], outcomes, deadLetters: [], waiting: [] });
    expect(Object.values(report.users).reduce((sum, count) => sum + count, 0)).toBe(2595);
  },
);
