/** Blanks around a cell. */
const PADDING = 2;

const wordsIn = (text: string): readonly string[] => text.split(/\s+/);
/** Not `Math.max(...)`: a column of 200,000 cells is more than a call takes as arguments. */
const largest = (numbers: readonly number[]): number => numbers.reduce((most, each) => Math.max(most, each), 0);
const longestWord = (text: string): number => largest(wordsIn(text).map(({ length }) => length));

/**
 * The widths of a table's columns, with their padding, so that it and its borders take at most `available` columns: the
 * widest give way first. Words stay whole, because an ID in two parts cannot be copied. Undefined if it cannot be done.
 */
export const fitColumns = (rows: readonly (readonly string[])[], available: number): readonly number[] | undefined => {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ""));
  const least = columns.map((cells) => largest(cells.map(longestWord)) + PADDING);
  const widths = columns.map((cells) => largest(cells.map(({ length }) => length)) + PADDING);
  let excess = widths.reduce((sum, width) => sum + width + 1, 1) - available;
  for (; excess > 0; excess -= 1) {
    const widest = largest(widths.filter((width, column) => width > (least[column] ?? 0)));
    if (widest === 0) return undefined;
    const column = widths.findIndex((width, index) => width === widest && width > (least[index] ?? 0));
    widths[column] = widest - 1;
  }
  return widths;
};

/** One column of a row that did not fit beside the others; `print` adds the color. */
type Member = { readonly name: string; readonly text: string; readonly print: (line: string) => string };

/** A row as lines of its own, `name  text`, wrapped between words. */
export const recordLines = (members: readonly Member[], available: number): readonly string[] => {
  const indent = largest(members.map(({ name }) => name.length)) + 2;
  return members.flatMap(({ name, text, print }) =>
    wrapped(text, available - indent).map((line, index) => `${(index === 0 ? name : "").padEnd(indent)}${print(line)}`),
  );
};

const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of wordsIn(text)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};
