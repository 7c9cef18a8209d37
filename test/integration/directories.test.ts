import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compileLicensePolicy } from "../../config/compile-license-policy.ts";
import { LOCAL_DIRECTORIES } from "../../local/local-directory.ts";
import { packageService } from "../../local/package-service.ts";
import type { RunOptions } from "../../local/run-events.ts";
import type { RunReport } from "../../local/run-report.ts";
import { bodiesOf, runPackaged } from "../support/run-packaged.ts";

const PROJECT = join(import.meta.dirname, "../..");
const COMPANY = "events/samples/employees.jsonl";
const CHIME = "chime";

/** The first hires and changes of the company, and what can never be applied. */
const LINES = readFileSync(join(PROJECT, COMPANY), "utf8")
  .trimEnd()
  .split("\n")
  .map((body, index) => ({ file: COMPANY, line: index + 1, body }))
  .filter(({ line }) => line <= 50 || line > 194);

const run = async (directory: string, onLog: RunOptions["onLog"] = () => {}): Promise<RunReport> =>
  runPackaged([bodiesOf(LINES)], { directory, packageDir: await packageService({ directory }), onLog });

/** Every email and every name that was sent. */
const PERSONAL = LINES.flatMap(({ body }) =>
  [...body.matchAll(/"(?:email|displayName)":"([^"]+)"/g)].map(([, value = ""]) => value.trim().toLowerCase()),
);

/** The license of each rule of the policy that comes with a directory. */
const licensesOf = (directory: string): ReadonlyMap<string, string> => {
  const fileName = directory === CHIME ? "license-policy.yml" : `license-policy.${directory}.yml`;
  const { rules, default: otherwise } = compileLicensePolicy(readFileSync(join(PROJECT, "config", fileName), "utf8"), {
    fileName,
  });
  return new Map([...rules, otherwise].map(({ name, license }) => [name, license]));
};

const failuresIn = ({ deadLetters }: RunReport) => deadLetters.map(({ line, code }) => `${line} ${code}`).sort();

let chime: RunReport;
beforeAll(async () => {
  chime = await run(CHIME);
});

test("there are people to compare, and emails and names to look for", () => {
  expect([chime.employees.length > 30, PERSONAL.length > 60]).toEqual([true, true]);
});

describe.each(LOCAL_DIRECTORIES.filter((name) => name !== CHIME))("%s", (directory) => {
  test("ends as Chime does: the same people, with the directory's own licenses, and the same dead letters", async () => {
    const log: string[] = [];
    const report = await run(directory, (_, line) => log.push(line));
    expect([report.sent, report.unaccounted, failuresIn(report)]).toEqual([chime.sent, [], failuresIn(chime)]);
    const people = (of: RunReport) =>
      of.employees.map(({ employeeId, title, suspended }) => [employeeId, title, suspended]);
    expect(people(report)).toEqual(people(chime));
    const licenses = licensesOf(directory);
    for (const { rule, license } of report.employees) expect(license).toBe(licenses.get(rule));
    const held = Map.groupBy(report.employees, ({ license }) => license);
    for (const [name, users] of Object.entries(report.users))
      expect([name, users]).toEqual([name, held.get(name)?.length ?? 0]);
    const written = `${log.join("\n")}\n${JSON.stringify(report)}`.toLowerCase();
    expect([log.length > 30, PERSONAL.filter((value) => written.includes(value))]).toEqual([true, []]);
  });
});
