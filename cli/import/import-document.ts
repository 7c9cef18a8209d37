import type { PreviewSummary } from "../preview/preview-summary.ts";
import type { SendAccount } from "../sending/send-lines.ts";
import type { Check, Problem } from "./check-roster.ts";
import type { OpenImport } from "./open-import.ts";
import type { Plan } from "./plan-events.ts";

/**
 * What `seatkeeper import --json` prints. `rows` are all of the roster's: `leftOut` by the map, `bad` (`problems` has
 * the first thousand), or `news` of what they said. Missing is what the import did not come to.
 */
export type ImportDocument = {
  readonly roster: string;
  readonly asOf: string;
  readonly rows: number;
  readonly leftOut: number;
  readonly bad: number;
  readonly problems: readonly Problem[];
  readonly unmatched: readonly string[];
  readonly news?: Plan["news"];
  readonly cancelled?: number;
  readonly absence?: { readonly known: number; readonly absent: number };
  readonly events?: number;
  readonly preview?: PreviewSummary;
  readonly sent?: SendAccount;
};

export const importDocument = (
  { roster, context }: OpenImport,
  check: Check,
  plan: Plan | undefined,
): ImportDocument => {
  const { rows, leftOut, bad, problems, unmatched } = check;
  const account = { roster: roster.file.path, asOf: context.asOf, rows, leftOut };
  if (plan === undefined) return { ...account, bad: bad.size, problems, unmatched };
  const { news, cancelled, absence } = plan;
  return {
    ...account,
    bad: bad.size + plan.problems.length,
    problems: [...problems, ...plan.problems],
    unmatched,
    ...{ news, cancelled },
    ...(absence === undefined ? {} : { absence: { known: absence.known, absent: absence.absent.length } }),
  };
};
