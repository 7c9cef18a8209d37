import type { PolicyChange } from "../../domain/policy/policy-change.ts";
import { counted, heading, table } from "../print.ts";
import { visible } from "../visible.ts";
import type { PolicyDiffSummary } from "./policy-diff.ts";

type Paths = { readonly oldPath: string; readonly newPath: string; readonly out?: string };

/** A diff for a terminal. `shown` are its first changes. */
export const diffText = (summary: PolicyDiffSummary, shown: readonly PolicyChange[], paths: Paths): string => {
  const { changes, employees } = summary;
  return [
    heading(`${changes} of ${counted(employees, "employee")} would have another license in ${summary.stage}`),
    ...(shown.length === 0 ? [] : [changeTable(shown)]),
    ...more(changes - shown.length, paths),
    ...totalsTable(summary),
    ...others(summary),
    ...next(summary, paths),
  ].join("\n");
};

const changeTable = (shown: readonly PolicyChange[]): string =>
  table(
    ["employee", "from", "to", "rule before", "rule after"],
    shown.map(({ employeeId, from, to, ruleBefore, ruleAfter }) => [employeeId, from, to, ruleBefore, ruleAfter]),
  );

const more = (count: number, { out }: Paths): readonly string[] => {
  if (out !== undefined) return [`All are in ${visible(out)}.`];
  return count <= 0 ? [] : [`… and ${count} more: --limit shows more, --out FILE writes all`];
};

/** Licenses that nobody has under either policy are left out. */
const totalsTable = ({ licenses }: PolicyDiffSummary): readonly string[] => {
  const had = Object.entries(licenses).filter(([, { before, after }]) => before + after > 0);
  const rows = had.map(([name, { before, after, won, lost }]) => [name, before, after, `+${won}`, `-${lost}`]);
  return rows.length === 0 ? [] : [table(["license", "before", "after", "won", "lost"], rows)];
};

const others = ({ left, undecided, later, unreadable }: PolicyDiffSummary): readonly string[] => {
  const parts = [
    ...(left === 0 ? [] : [`${left} left`]),
    ...(undecided === 0 ? [] : [`${undecided} with no fact in effect yet`]),
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} unreadable`]),
  ];
  return [
    ...(parts.length === 0 ? [] : [`Not asked about: ${parts.join(", ")}.`]),
    ...(later === 0
      ? []
      : [`${counted(later, "employee")} with an upcoming change that gets another license when its day comes.`]),
  ];
};

const next = ({ changes, digest, stage }: PolicyDiffSummary, { oldPath, newPath }: Paths): readonly string[] => {
  const command = `seatkeeper policy rollout ${oldPath} ${newPath} --stage ${stage} --digest ${digest}`;
  const how =
    changes === 0
      ? []
      : ["Once the new policy is deployed, this resyncs exactly these employees:", visible(`  ${command}`)];
  return [`Digest: ${digest}`, ...how];
};
