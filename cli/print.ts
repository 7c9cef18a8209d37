import { styleText } from "node:util";
import Table from "cli-table3";

/** A table for a terminal. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const printed = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  printed.push(...rows.map((row) => [...row]));
  return printed.toString();
};

/** Bold on a terminal; `NO_COLOR` is honored. */
export const heading = (text: string): string => styleText("bold", text);

/** "1 dead letter", "2 dead letters". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** How long ago, in the largest unit that says enough: 45s, 12m, 3h, 9d. */
export const age = (since: string, now: Date): string => {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
};
