import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTemplate } from "../../local/aws/template.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { runEvents } from "../../local/run-events.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

const PROJECT = join(import.meta.dirname, "../..");
const ROSTER = join(PROJECT, "../shared/data/hr-roster.csv");
const hasRoster = existsSync(ROSTER);
if (!hasRoster) console.log(`skipped: ${ROSTER} is missing; it is not part of this repository`);

test.skipIf(!hasRoster)(
  "3,000 hires of a real export become 2,980 users; 18 addresses with a blank inside and two shared ones are dead letters",
  async () => {
    const script = join(PROJECT, "bench/roster-to-events.ts");
    const bodies = execFileSync(process.execPath, [script, ROSTER], { encoding: "utf8", maxBuffer: 1e8 })
      .trimEnd()
      .split("\n");
    const lines = bodies.map((body, index) => ({ file: "roster", line: index + 1, body }));
    const report = await runEvents({
      model: readTemplate(PACKAGE_DIR),
      packageDir: PACKAGE_DIR,
      ports: ANY_PORTS,
      bodies: {
        count: lines.length,
        read: async function* () {
          yield* lines;
        },
      },
      onProgress: () => {},
    });
    expect(report).toMatchObject({ sent: 3000, unaccounted: [], outcomes: { created: 2980, "dead-lettered": 20 } });
    expect(Object.values(report.users).reduce((sum, count) => sum + count, 0)).toBe(2980);
    expect(report.deadLetters.map(({ code }) => code).sort()).toEqual([
      ...Array(18).fill("InvalidEvent"),
      ...Array(2).fill("UserOwnedByAnotherEmployee"),
    ]);
  },
);
