import { counted, heading, table, warning } from "../print.ts";
import { visible } from "../visible.ts";
import type { Check, Problem } from "./check-roster.ts";
import type { Plan } from "./plan-events.ts";
import type { Roster } from "./roster.ts";
import { ROW_NEWS, type RowNews } from "./row-events.ts";

/** So many problems are shown. */
const SHOWN = 50;

/** Each problem with file, line and columns: `roster.csv:17: ADEmail: expected …`. */
export const problemText = (
  { file }: Roster,
  problems: readonly Problem[],
  badColumns: Check["badColumns"],
): string => {
  const shown = problems.slice(0, SHOWN).map(({ line, columns, reason }) => {
    const named = columns.length === 0 ? "" : `${visible(columns.join(", "))}: `;
    return `${file.name}:${line}: ${named}${reason}`;
  });
  const total = [...badColumns.values()].reduce((sum, count) => sum + count, 0);
  if (total <= shown.length) return shown.join("\n");
  const counts = [...badColumns].map(([column, count]) => `${column === "" ? "whole rows" : visible(column)} ${count}`);
  return [...shown, `… and ${total - shown.length} more; in all: ${counts.join(", ")}`].join("\n");
};

const NEWS: Readonly<Record<RowNews, string>> = {
  hire: "hires",
  back: "hired again",
  change: "changes",
  leave: "leavers",
  unchanged: "unchanged",
};

const STAY = "# with a last day that has passed stay, because the map's leavers.when does not hold for them";

/** What became of each row. */
export const rowsText = (roster: Roster, asOf: string, check: Check, plan: Plan): string => {
  const news = ROW_NEWS.filter((each) => plan.news[each] > 0).map((each) => [NEWS[each], plan.news[each]] as const);
  const bad = check.bad.size + plan.problems.length;
  const { absence } = plan;
  return [
    heading(`${roster.file.name}: ${counted(check.rows, "row")}, exported ${asOf}`),
    table(
      ["rows", ""],
      [
        ...news,
        ...(check.leftOut > 0 ? [["left out by the map", check.leftOut] as const] : []),
        ...(bad > 0 ? [["bad, and skipped", bad] as const] : []),
      ],
    ),
    ...(plan.cancelled > 0
      ? [`${counted(plan.cancelled, "announced change")} cancelled: no row has it any more.`]
      : []),
    ...(absence === undefined
      ? []
      : [
          `${absence.absent.length} of ${counted(absence.known, "employee")} from this source leave: they have no row.`,
        ]),
    ...(check.stay === 0 ? [] : [warning(STAY.replace("#", counted(check.stay, "row")))]),
    ...check.unmatched.map((each) => warning(`The map names a value that no row has: ${visible(each)}`)),
  ].join("\n");
};

/** Of `bad` rows of all `rows`. */
export const refusalText = (bad: number, rows: number): string =>
  `Nothing was sent: ${bad} of ${counted(rows, "row")} ${bad === 1 ? "is" : "are"} bad. Correct what is reported, or leave ` +
  "such rows out with --skip-invalid.";
