import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bodiesOf, runPackaged } from "../support/run-packaged.ts";

const PROJECT = join(import.meta.dirname, "../..");
const ROSTER = join(PROJECT, "../shared/data/hr-roster.csv");
const hasRoster = existsSync(ROSTER);
if (!hasRoster) console.log(`skipped: ${ROSTER} is missing; it is not part of this repository`);

test.skipIf(!hasRoster)(
  "of 3,000 hires of a real export 2,980 become users, 18 with a blank in the address dead letters, and 2 wait for an address in use",
  async () => {
    const script = join(PROJECT, "bench/roster-to-events.ts");
    const bodies = execFileSync(process.execPath, [script, ROSTER], { encoding: "utf8", maxBuffer: 1e8 })
      .trimEnd()
      .split("\n");
    const lines = bodies.map((body, index) => ({ file: "roster", line: index + 1, body }));
    const report = await runPackaged([bodiesOf(lines)]);
    const outcomes = { created: 2980, waiting: 2, "dead-lettered": 18 };
    expect(report).toMatchObject({ sent: 3000, unaccounted: [], outcomes });
    expect(Object.values(report.users).reduce((sum, count) => sum + count, 0)).toBe(2980);
    expect(report.deadLetters.map(({ code }) => code)).toEqual(Array(18).fill("InvalidEvent"));
    expect(report.waiting.map(({ because }) => because)).toEqual(Array(2).fill("AddressInUse"));
  },
);
