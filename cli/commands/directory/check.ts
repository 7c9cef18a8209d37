import { chimePreflight } from "../../../adapters/directories/chime/preflight.ts";
import { type Finding, ok, wrong } from "../../../adapters/directories/finding.ts";
import { scimPreflight } from "../../../adapters/directories/scim/preflight.ts";
import { LicensePolicyError } from "../../../config/compile-license-policy.ts";
import { NO_LICENSE } from "../../../domain/accounts/license.ts";
import type { LicensePolicy } from "../../../domain/policy/license-policy.ts";
import { findingLines } from "../../finding-lines.ts";
import type { StageOptions } from "../../options.ts";
import { heading } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { type StageDirectory, stageDirectory } from "../../stage-directory.ts";

/** In ms: so many calls as there are take seconds; whoever waits for longer has been told nothing. */
const TIME_MS = 120_000;

/**
 * `seatkeeper directory check`: looks whether a stage will get on with its directory, and changes nothing there.
 * @throws CommandFailed if the stage or its directory file is wrong
 */
export const directoryCheck = async (
  { stage, json }: StageOptions,
  connect: (stage: string) => StageDirectory = stageDirectory,
): Promise<CommandResult> => {
  const directory = connect(stage);
  const policy = policyOf(directory);
  const findings = [...policy.findings, ...(await preflight(directory, policy.policy, AbortSignal.timeout(TIME_MS)))];
  const text = json
    ? JSON.stringify({ stage, directory: directory.file.name, findings }, null, 2)
    : [heading(`${directory.file.name}, the directory of ${stage}`), ...findingLines(findings)].join("\n");
  return { text, complete: findings.every(({ verdict }) => verdict !== "wrong") };
};

const preflight = (
  directory: StageDirectory,
  policy: LicensePolicy | undefined,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  if ("scim" in directory) return scimPreflight(directory.scim, signal);
  const { file, chime } = directory;
  const leaver = policy?.leave ?? { suspend: false };
  const licenses = [...licensesIn(policy), ...(leaver.license === undefined ? [] : [leaver.license])];
  const wanted = { account: file, licenses: [...new Set(licenses)], suspends: leaver.suspend };
  return chimePreflight({ client: chime.clients.find, accountId: chime.accountId, wanted }, signal);
};

/** Packaging refuses the same: a stage that was deployed before may be seen with a policy of today. */
const policyOf = (
  directory: StageDirectory,
): { readonly findings: readonly Finding[]; readonly policy?: LicensePolicy } => {
  try {
    const policy = directory.policy();
    const names = licensesIn(policy).join(", ") || "none";
    return { findings: [ok("policy", `Its licenses are in the directory file: ${names}.`)], policy };
  } catch (error) {
    if (!(error instanceof LicensePolicyError)) throw error;
    return { findings: [wrong("policy", error.message, "Correct it: docs/license-policy.md.")] };
  }
};

const licensesIn = (policy: LicensePolicy | undefined): readonly string[] => {
  const given = policy === undefined ? [] : [...policy.rules, policy.default].map(({ license }) => license);
  return [...new Set(given)].filter((license) => license !== NO_LICENSE);
};
