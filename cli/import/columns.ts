import { UsageError } from "../errors.ts";
import { visible } from "../visible.ts";
import type { CsvRecord } from "./csv-records.ts";

/** The columns of a roster: `valueIn` finds a value by the column's name, trimmed. */
export type Columns = {
  readonly names: readonly string[];
  readonly count: number;
  /** The value of a column in a row; the columns are known to be there. */
  readonly valueIn: (values: readonly string[]) => (column: string) => string;
  /** @throws UsageError if one of these columns is there twice: which one is meant? */
  readonly requireOnce: (columns: Iterable<string>) => void;
};

/** `header` is the first record of the file `name`. */
export const columnsOf = (name: string, header: CsvRecord): Columns => {
  const titles = header.values.map((title) => title.trim());
  const names = [...new Set(titles)].filter((title) => title !== "");
  const positions = new Map(titles.map((title, index) => [title, index]));
  const requireOnce = (columns: Iterable<string>): void => {
    for (const column of columns) {
      const at = titles.flatMap((title, index) => (title === column ? [index + 1] : []));
      if (at.length < 2) continue;
      const twice = `the column ${visible(column)} is there ${at.length} times (as number ${at.join(" and ")})`;
      throw new UsageError(`${name}:${header.line}: ${twice}, and the map reads it; rename all but one`);
    }
  };
  return {
    names,
    count: titles.length,
    valueIn: (values) => (column) => values[positions.get(column) ?? -1] ?? "",
    requireOnce,
  };
};
