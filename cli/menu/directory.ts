import type { Command } from "commander";
import type { ProbeOptions } from "../commands/directory/probe.ts";
import { type StageOptions, withStageOptions } from "../options.ts";
import { once, parseEmail } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";

/** The commands on the directory of a stage. */
export const addDirectoryCommands = (program: Command): void => {
  const directory = program
    .command("directory")
    .description("the directory of a stage: whether Seatkeeper can work with it");
  const check = withStageOptions(directory.command("check"))
    .description(
      "check address, secret, token, filter and account, and change nothing; exits with 1 if anything is wrong",
    )
    .action(async (options: StageOptions) => {
      const { directoryCheck } = await import("../commands/directory/check.ts");
      printResult(await directoryCheck(options));
    });
  withJsonShape(withExamples(check, ["seatkeeper directory check --stage local"]), CHECKED);
  const probe = withStageOptions(directory.command("probe"))
    .description(
      "create, change and deactivate one test user, and report whether the directory file is right; a dry run without " +
        "--execute",
    )
    .requiredOption("--email <address>", "an email address that nobody has", once(parseEmail))
    .option("--execute", "do it, instead of a dry run")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (options: ProbeOptions) => {
      const { directoryProbe } = await import("../commands/directory/probe.ts");
      printResult(await directoryProbe(options));
    });
  withJsonShape(withExamples(probe, PROBE_EXAMPLES), PROBED);
};

const PROBE_EXAMPLES = [
  "seatkeeper directory probe --stage local --email probe@example.com",
  "seatkeeper directory probe --stage local --email probe@example.com --execute",
];

const FINDINGS = `findings: {
    thing: string;
    verdict: "ok" | "wrong" | "not known";
    says: string;
    /** What to do. */
    fix?: string;
  }[];`;

const CHECKED = `{
  stage: string;
  directory: string;
  ${FINDINGS}
}`;

const PROBED = `{ stage: string; dryRun: true } | {
  stage: string;
  directory: string;
  dryRun: false;
  /** The test user's. */
  accountId?: string;
  /** What has become of her. */
  left: "not made" | "in doubt" | "active" | "deactivated" | "deleted";
  calls: number;
  ${FINDINGS}
}`;
