import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAILURES } from "../../domain/failures.ts";

const RUNBOOK = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");

test.each(Object.entries(FAILURES))("the runbook says the same about %s as the command", (code, { happened, fix }) => {
  const row = RUNBOOK.split("\n").find((line) => line.startsWith(`| \`${code}\` |`));
  expect(row?.endsWith(`| ${happened} | ${fix} |`)).toBe(true);
});
