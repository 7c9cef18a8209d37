import { visible } from "./visible.ts";

/**
 * What a spreadsheet takes for a formula, by how a cell begins, full-width forms included. Source: OWASP, "CSV Injection".
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One record of RFC 4180, with its CRLF. A text that a spreadsheet would take for a formula has an apostrophe before it,
 * and what a terminal would act on is shown instead, line breaks included: a record is one line.
 */
export const csvRecord = (cells: readonly (string | number | boolean | undefined)[]): string =>
  `${cells.map((cell) => (typeof cell === "string" ? textCell(cell) : String(cell ?? ""))).join(",")}\r\n`;

const textCell = (text: string): string => {
  const shown = visible(FORMULA.test(text) ? `'${text}` : text);
  return /[",]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};
