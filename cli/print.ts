import Table from "cli-table3";
import { type Meaning, styled } from "./style.ts";
import { fitColumns, recordLines } from "./table-layout.ts";
import { widthOf } from "./terminal-width.ts";
import { visible, visibleText } from "./visible.ts";

/** What a table shows; a cell with a meaning has its color. */
export type Cell = string | number | { readonly text: string | number; readonly as: Meaning };

/**
 * A table for a terminal, which shows hidden characters and does not act on them. If it is wider than the terminal, texts
 * are wrapped; if that is not enough, each row is a block of lines. In a pipe it is as wide as it is.
 */
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const available = widthOf(process.stdout);
  const widths = fitColumns([head, ...rows.map((row) => row.map(plain))], available);
  if (widths === undefined) return rows.map((row) => block(head, row, available)).join("\n\n");
  const made = new Table({
    head: [...head],
    style: { head: [], border: [], compact: true },
    ...(available === Number.POSITIVE_INFINITY ? {} : { colWidths: [...widths], wordWrap: true }),
  });
  for (const row of rows) made.push(row.map((cell) => colored(cell, plain(cell))));
  return made.toString();
};

const block = (head: readonly string[], row: readonly Cell[], available: number): string =>
  recordLines(
    row.map((cell, column) => ({
      name: head[column] ?? "",
      text: plain(cell),
      print: (line) => colored(cell, line),
    })),
    available,
  ).join("\n");

const plain = (cell: Cell): string => visible(String(typeof cell === "object" ? cell.text : cell));
const colored = (cell: Cell, text: string): string => (typeof cell === "object" ? styled(cell.as, text) : text);

/** Bold on a terminal; `NO_COLOR` is honored. */
export const heading = (text: string): string => styled("heading", visible(text));

/** Green on a terminal. */
export const good = (text: string): string => styled("good", visible(text));

/** Yellow on a terminal: not as it should be, and nothing is lost. */
export const warning = (text: string): string => styled("warning", visible(text));

/** Red on a terminal. */
export const wrong = (text: string): string => styled("wrong", visible(text));

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
          "was killed held them. They are visible again within ten minutes.",
      ];

/** How long ago, in the largest unit that says enough: 45s, 12m, 3h, 9d. */
export const age = (since: string, now: Date): string => {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
};
