import { styleText } from "node:util";
import Table from "cli-table3";
import { visible, visibleText } from "./visible.ts";

/** A table for a terminal, which shows hidden characters and does not act on them. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const printed = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) printed.push(row.map((cell) => visible(String(cell))));
  return printed.toString();
};

/** Bold on a terminal; `NO_COLOR` is honored. */
export const heading = (text: string): string => styleText("bold", visible(text));

/** Red on a terminal. */
export const warning = (text: string): string => styleText("red", visible(text));

/** A line of JSON Lines without hidden characters: such a file is read on a terminal, too. */
export const jsonLine = (document: object): string => visibleText(JSON.stringify(document));

/** "1 dead letter", "2 dead letters". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A line about dead letters that another command holds, or one that was killed: they must not look as if lost. */
export const inFlightNote = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `About ${counted(count, "dead letter")} in flight and not looked at: another command holds them, or one that ` +
          "was killed did. They are visible again within ten minutes.",
      ];

/** How long ago, in the largest unit that says enough: 45s, 12m, 3h, 9d. */
export const age = (since: string, now: Date): string => {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
};
