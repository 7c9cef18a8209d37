/** What a terminal shows once a command has written all its output. */

/** `color` is one of the eight of ANSI, from black (0) to white (7). */
export type Style = { readonly color?: number; readonly bold?: true; readonly dim?: true };
/** A piece of a line in one style, from this column on. */
export type Run = Style & { readonly column: number; readonly text: string };
export type Line = readonly Run[];

type Cell = { readonly character: string; readonly style: Style };
type Cursor = { readonly row: number; readonly column: number; readonly style: Style };

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a terminal acts on
const TOKEN = /\u001b\[([?\d;]*)([A-Za-z])|\u001b\][^\u0007]*\u0007|\u001b[()][A-Z\d]|\u001b[78=>]|[\s\S]/gu;

/**
 * Writes the output onto a screen of `columns`: colors, bold and dim, carriage returns, and what progress bars send to
 * erase and move. Other sequences have no effect. Blanks at the end of a line are left out, and empty lines at the end.
 */
export const screenOf = (output: string, columns: number): readonly Line[] => {
  const rows: Cell[][] = [];
  let cursor: Cursor = { row: 0, column: 0, style: {} };
  for (const [token, parameters = "", command] of output.matchAll(TOKEN)) {
    if (command !== undefined) cursor = commanded(rows, cursor, command, parameters.split(";").map(Number));
    else if (token.length <= 2) cursor = written(rows, cursor, token, columns);
  }
  const lines = Array.from(rows, (row = []) => runsOf(row));
  return lines.slice(0, lines.findLastIndex((line) => line.length > 0) + 1);
};

const written = (rows: Cell[][], cursor: Cursor, character: string, columns: number): Cursor => {
  const { row, column, style } = cursor;
  if (character === "\n") return { ...cursor, row: row + 1, column: 0 };
  if (character === "\r") return { ...cursor, column: 0 };
  if (character === "\b") return { ...cursor, column: Math.max(0, column - 1) };
  if (character < " ") return cursor;
  const at = column < columns ? { row, column } : { row: row + 1, column: 0 };
  const cells = rows[at.row] ?? [];
  cells[at.column] = { character, style };
  rows[at.row] = cells;
  return { row: at.row, column: at.column + 1, style };
};

const commanded = (rows: Cell[][], cursor: Cursor, command: string, parameters: readonly number[]): Cursor => {
  const [first = 0] = parameters;
  const count = Math.max(1, first);
  switch (command) {
    case "m":
      return { ...cursor, style: parameters.reduce(styled, cursor.style) };
    case "A":
      return { ...cursor, row: Math.max(0, cursor.row - count) };
    case "B":
      return { ...cursor, row: cursor.row + count };
    case "C":
      return { ...cursor, column: cursor.column + count };
    case "D":
      return { ...cursor, column: Math.max(0, cursor.column - count) };
    case "G":
      return { ...cursor, column: count - 1 };
    case "K":
      erase(rows[cursor.row] ?? [], cursor.column, first);
      return cursor;
    case "J":
      erase(rows[cursor.row] ?? [], cursor.column, first);
      if (first === 0) rows.length = Math.min(rows.length, cursor.row + 1);
      return cursor;
    default:
      return cursor;
  }
};

/** 0 erases from the cursor on, 1 up to it, 2 the whole line. */
const erase = (cells: Cell[], column: number, which: number): void => {
  if (which === 0) cells.length = Math.min(cells.length, column);
  else cells.fill(BLANK, 0, which === 1 ? column + 1 : cells.length);
};

const BLANK: Cell = { character: " ", style: {} };

const styled = (style: Style, code: number): Style => {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return style.color === undefined ? {} : { color: style.color };
  if (code === 39) return { ...(style.bold && { bold: true }), ...(style.dim && { dim: true }) };
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  return code === 90 ? { ...style, dim: true } : code > 90 && code <= 97 ? { ...style, color: code - 90 } : style;
};

const runsOf = (row: readonly (Cell | undefined)[]): Line => {
  const runs: Run[] = [];
  Array.from(row, (cell = BLANK) => cell).forEach(({ character, style }, column) => {
    const last = runs.at(-1);
    if (last !== undefined && isSame(last, style)) runs[runs.length - 1] = { ...last, text: last.text + character };
    else runs.push({ ...style, column, text: character });
  });
  return runs.map((run) => ({ ...run, text: run.text.trimEnd() })).filter(({ text }) => text !== "");
};

const isSame = (one: Style, other: Style): boolean =>
  one.color === other.color && one.bold === other.bold && one.dim === other.dim;
