/**
 * `npm run test:guards`: removes each guard from a copy of the project, and checks that an assertion fails.
 * docs/reliability.md has the table. `npm run test:guards -- TEXT`: only the guards whose section, name, file or
 * tests have it.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { COMMAND_GUARDS } from "./command-guard-table.ts";
import { DIRECTORY_FILE_GUARDS } from "./directory-file-guard-table.ts";
import { type Guard, problemOf } from "./guard.ts";
import { GUARDS } from "./guard-table.ts";
import { IMPORT_GUARDS } from "./import-guard-table.ts";
import { INFRA_GUARDS } from "./infra-guard-table.ts";
import { LIFECYCLE_GUARDS } from "./lifecycle-guard-table.ts";
import { PACKAGING_GUARDS } from "./packaging-guard-table.ts";
import { POLICY_GUARDS } from "./policy-guard-table.ts";
import { PREVIEW_GUARDS } from "./preview-guard-table.ts";
import { NONE, runTests, stopTests, type Verdict } from "./run-tests.ts";
import { SCIM_GUARDS } from "./scim-guard-table.ts";
import { SENDING_GUARDS } from "./sending-guard-table.ts";
import { WIRING_GUARDS } from "./wiring-guard-table.ts";

const PROJECT = join(import.meta.dirname, "../..");
const LEFT_OUT = new Set(["node_modules", ".git", ".build", ".esbuild", ".serverless", "reports", "coverage", "dist"]);
/** So many copies, and one guard is out in each. */
const COPIES = Math.min(4, availableParallelism());

const [wanted = ""] = process.argv.slice(2);
const sections = [
  ["What decides", GUARDS],
  ["Coming, leaving and waiting", LIFECYCLE_GUARDS],
  ["The SCIM adapter", SCIM_GUARDS],
  ["Previews", PREVIEW_GUARDS],
  ["Wiring", WIRING_GUARDS],
  ["Settings of what is deployed", INFRA_GUARDS],
  ["Packaging and deployment", PACKAGING_GUARDS],
  ["Directory files", DIRECTORY_FILE_GUARDS],
  ["Sending and pausing", SENDING_GUARDS],
  ["The command line", COMMAND_GUARDS],
  ["Trying and rolling out a policy", POLICY_GUARDS],
  ["Importing a roster", IMPORT_GUARDS],
] as const;

const main = async (): Promise<void> => {
  const problems = sections.flatMap(([, guards]) => guards.flatMap((guard) => problemOf(PROJECT, guard) ?? []));
  if (problems.length > 0) throw new Error(`A guard is not where the table says:\n${problems.join("\n")}`);
  const copies = Array.from({ length: COPIES }, copyProject);
  const clean = () => {
    stopTests();
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      clean();
      process.exit(1);
    });
  }
  try {
    for (const [title, guards] of sections) {
      const chosen = guards.filter(({ name, file, tests }) => isWanted(title, name, file, tests));
      if (chosen.length > 0) await section(title, chosen, copies);
    }
  } finally {
    clean();
  }
};

const section = async (title: string, guards: readonly Guard[], copies: readonly string[]): Promise<void> => {
  console.log(`\n### ${title}\n\n| guard | where | noticed by |\n|---|---|---|`);
  await inEachCopy(copies, new Set(guards.map(({ tests }) => tests)), async (copy, tests) => {
    const verdict = await runTests(copy, tests);
    const problem = verdict.noticed ? verdict.by : verdict.because;
    if (problem !== NONE) throw new Error(`${tests} fails with every guard in place: ${problem}`);
  });
  let noticed = 0;
  await inEachCopy(copies, guards, async (copy, guard) => {
    const verdict = await runWithout(copy, guard);
    if (verdict.noticed) noticed += 1;
    else process.exitCode = 1;
    console.log(row(guard, verdict));
  });
  console.log(`\n${noticed} of ${guards.length} noticed`);
};

const runWithout = async (copy: string, { file, code, without, tests }: Guard): Promise<Verdict> => {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(
    path,
    whole.replace(code, () => without),
  );
  try {
    return await runTests(copy, tests);
  } finally {
    writeFileSync(path, whole);
  }
};

const row = ({ name, file, tests }: Guard, verdict: Verdict): string =>
  `| ${name} | \`${file}\` | ${verdict.noticed ? `\`${tests}\`: ${verdict.by}` : `NOT NOTICED: ${verdict.because}`} |`;

const isWanted = (...texts: readonly string[]): boolean => texts.some((text) => text.includes(wanted));

/** Each copy takes the next item as soon as it is free. */
const inEachCopy = async <T>(
  copies: readonly string[],
  items: Iterable<T>,
  act: (copy: string, item: T) => Promise<void>,
): Promise<void> => {
  const queue = [...items].values();
  await Promise.all(
    copies.map(async (copy) => {
      for (const item of queue) await act(copy, item);
    }),
  );
};

const copyProject = (): string => {
  const copy = mkdtempSync(join(tmpdir(), "guards-"));
  cpSync(PROJECT, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  return copy;
};

await main();
