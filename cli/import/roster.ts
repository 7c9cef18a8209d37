import { UsageError } from "../errors.ts";
import { type Columns, columnsOf } from "./columns.ts";
import { type CsvRecord, csvRecords, type Delimiter, detectDelimiter } from "./csv-records.ts";
import type { RosterFile } from "./roster-file.ts";

/**
 * A roster that can be read as often as one likes. `rows` are the records after the line of column names; `onRead` is
 * told how many bytes of the file were read so far.
 */
export type Roster = {
  readonly file: RosterFile;
  readonly columns: Columns;
  readonly delimiter: Delimiter;
  rows(onRead?: (bytes: number) => void): AsyncGenerator<CsvRecord>;
};

/** @throws UsageError with file and line if the file is no CSV, or has no line of column names */
export const openRoster = async (file: RosterFile, said?: Delimiter): Promise<Roster> => {
  const delimiter = said ?? (await detectDelimiter(file));
  const columns = columnsOf(file.name, await headerOf(file, delimiter));
  const rows = async function* (onRead?: (bytes: number) => void) {
    let isHeader = true;
    for await (const record of csvRecords(file, delimiter, onRead)) {
      if (!isHeader) yield record;
      isHeader = false;
    }
  };
  return { file, columns, delimiter, rows };
};

const headerOf = async (file: RosterFile, delimiter: Delimiter): Promise<CsvRecord> => {
  for await (const record of csvRecords(file, delimiter)) {
    if (/^sep=/i.test(record.values[0] ?? ""))
      throw new UsageError(
        `${file.name}:${record.line}: this line is Excel's own, and not that of the column names: delete it`,
      );
    return record;
  }
  throw new UsageError(`${file.name}:1: the file is blank; expected a line of column names, then rows`);
};
