import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAILURES } from "../../domain/failures.ts";

const RUNBOOK = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");

const rows = RUNBOOK.split("\n").filter((line) => /^\| `\w+` \| (at once|after retries) \|/.test(line));

test.each(Object.entries(FAILURES))(
  "the runbook says the same about %s as the command",
  (code, { retryable, happened, fix }) => {
    const row = rows.find((line) => line.startsWith(`| \`${code}\` | ${retryable ? "after retries" : "at once"} |`));
    expect(row?.endsWith(`| ${happened} | ${fix} |`)).toBe(true);
  },
);

test("the runbook has no other code", () => {
  expect(rows).toHaveLength(Object.keys(FAILURES).length);
});
