import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAILURE_GUIDE } from "../../domain/failure-guide.ts";

const RUNBOOK = readFileSync(join(import.meta.dirname, "../../docs/runbook.md"), "utf8");

test.each(Object.entries(FAILURE_GUIDE))("the runbook tells of %s what the command tells", (code, guidance) => {
  const row = RUNBOOK.split("\n").find((line) => line.startsWith(`| \`${code}\` |`));
  expect(row?.endsWith(`| ${guidance.meaning} | ${guidance.remedy} |`)).toBe(true);
});
