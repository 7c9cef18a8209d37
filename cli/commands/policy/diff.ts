import { once } from "node:events";
import type { PolicyChange } from "../../../domain/policy/policy-change.ts";
import { createNewFile, type NewFile } from "../../new-file.ts";
import type { StageOptions } from "../../options.ts";
import { diffText } from "../../policy/diff-text.ts";
import type { PolicyDiffSummary } from "../../policy/policy-diff.ts";
import { readStagePolicies } from "../../policy/policy-file.ts";
import { scanChanges } from "../../policy/scan-changes.ts";
import { jsonLine } from "../../print.ts";
import type { CommandResult } from "../../program.ts";

export type DiffOptions = StageOptions & {
  readonly out?: string;
  readonly limit?: number;
  readonly exitCode?: boolean;
};

/** `--json`, and a file of `--out` line by line: a change for each employee, and what they come to. */
export type PolicyDiffDocument = { readonly changes: readonly PolicyChange[]; readonly summary: PolicyDiffSummary };

/** How many changes are shown without --limit. */
const SHOWN = 20;

/**
 * `seatkeeper policy diff OLD NEW`: who would have another license, and by which rule. `changes` is how many.
 * @throws CommandFailed, UsageError
 */
export const policyDiffCommand = async (
  oldPath: string,
  newPath: string,
  { stage, json = false, out, limit = SHOWN }: DiffOptions,
): Promise<CommandResult & { readonly changes: number }> => {
  const policies = await readStagePolicies(oldPath, newPath, stage);
  const file = out === undefined ? undefined : createNewFile(out);
  const shown: PolicyChange[] = [];
  const stream = changeStream();
  const onChange = async (change: PolicyChange): Promise<void> => {
    file?.append(change);
    if (json) await stream.write(change);
    else if (shown.length < limit) shown.push(change);
  };
  const summary = await scanChanges(policies, onChange).catch((error: unknown) => discard(file, error));
  file?.append({ summary });
  file?.close();
  const paths = { oldPath, newPath, ...(out === undefined ? {} : { out }) };
  const text = json ? stream.end(summary) : diffText(summary, shown, paths);
  return { text, changes: summary.changes, ...completeness(summary) };
};

/** A diff that failed leaves no file that looks like one. */
const discard = (file: NewFile | undefined, error: unknown): never => {
  file?.discard();
  throw error;
};

/** One JSON document, a change on each line, written as it is found. Waits for whoever reads the pipe. */
const changeStream = () => {
  let before = '{"changes":[\n';
  return {
    write: async (change: PolicyChange): Promise<void> => {
      const written = process.stdout.write(`${before}${jsonLine(change)}`);
      before = ",\n";
      if (!written) await once(process.stdout, "drain");
    },
    end: (summary: PolicyDiffSummary): string => `${before === ",\n" ? "\n" : before}],"summary":${jsonLine(summary)}}`,
  };
};

const completeness = ({ unreadable }: PolicyDiffSummary): Pick<CommandResult, "complete" | "problem"> => {
  if (unreadable.length === 0) return { complete: true };
  const [first = ""] = unreadable;
  const problem =
    `${unreadable.length} records cannot be read by this release, and are not compared: ` +
    `\`seatkeeper employee show ${first}\` says why`;
  return { complete: false, problem };
};
