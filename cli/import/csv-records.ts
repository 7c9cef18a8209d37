import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { UsageError } from "../errors.ts";
import { type RosterFile, readRosterBytes } from "./roster-file.ts";

/** A record of a CSV file, and the line where it begins, from 1: its values may hold line breaks. */
export type CsvRecord = { readonly line: number; readonly values: readonly string[] };

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** In characters: a quote that nobody closes would else swallow the rest of the file. */
const MAX_RECORD = 1024 * 1024;

/**
 * The records of a CSV file (RFC 4180), one at a time, so that a large file needs little memory: quotes, CRLF, LF and
 * CR, a byte order mark. Blank lines, and records of blanks alone, are left out.
 * @throws UsageError with file and line
 */
export async function* csvRecords(
  file: RosterFile,
  delimiter: Delimiter,
  onRead?: (bytes: number) => void,
): AsyncGenerator<CsvRecord> {
  const bytes = Readable.from(readRosterBytes(file, onRead));
  const lines = lineCounter();
  // Its type says that what comes out is what goes in.
  const numbered = (values: string[], { empty_lines }: { readonly empty_lines: number }) =>
    ({ line: lines.next(values, empty_lines), values }) as unknown as string[];
  const parser = parse({ ...OPTIONS, delimiter, on_record: numbered });
  bytes.on("error", (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const record of parser as unknown as AsyncIterable<CsvRecord>)
      if (record.values.some(isFilled)) yield record;
  } catch (error) {
    throw error instanceof CsvError ? explain(error, file.name, lines) : error;
  } finally {
    bytes.destroy();
  }
}

const OPTIONS = {
  bom: true,
  // How many values a row has is checked against the columns, which says more.
  relax_column_count: true,
  skip_empty_lines: true,
  record_delimiter: ["\r\n", "\n", "\r"],
  max_record_size: MAX_RECORD,
};

const isFilled = (value: string): boolean => value.trim() !== "";

/** Counts the lines where records begin: csv-parse counts a CRLF inside quotes twice. */
const lineCounter = () => {
  let following = 1;
  let counted = 0;
  /** `emptyLines` is how many there were so far. */
  const begin = (emptyLines: number): number => following + emptyLines - counted;
  const next = (values: readonly string[], emptyLines: number): number => {
    const line = begin(emptyLines);
    counted = emptyLines;
    following = line + 1 + values.reduce((breaks, value) => breaks + lineBreaksIn(value), 0);
    return line;
  };
  return { begin, next };
};

const lineBreaksIn = (value: string): number =>
  value.includes("\n") || value.includes("\r") ? value.split(/\r\n|\r|\n/).length - 1 : 0;

/** csv-parse's own messages hold values. */
const explain = (error: CsvError, name: string, { begin }: ReturnType<typeof lineCounter>): UsageError => {
  const { empty_lines: emptyLines = 0 } = error as { empty_lines?: number };
  return new UsageError(`${name}:${begin(emptyLines)}: ${REASONS[error.code] ?? `this is not CSV (${error.code})`}`);
};

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote opens in the row that begins here, and is never closed",
  CSV_MAX_RECORD_SIZE: "the row that begins here is larger than 1 MiB; is a quote in it never closed?",
  CSV_INVALID_CLOSING_QUOTE: 'after a closing quote, expected the next value; a quote inside a value is doubled: ""',
  INVALID_OPENING_QUOTE: 'a quote inside a value that is not quoted; quote the value, and double the quote: ""',
};

/** The delimiter that the line of column names has most, outside of quotes; a comma if there is none. */
export const detectDelimiter = async (file: RosterFile): Promise<Delimiter> => {
  const head = await firstLine(file);
  const bare = head.replaceAll(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).delimiter;
};

/** As far as the first chunk has it: a line of column names is shorter. */
const firstLine = async (file: RosterFile): Promise<string> => {
  for await (const chunk of readRosterBytes(file))
    return (
      chunk
        .toString("utf8")
        .trimStart()
        .split(/[\r\n]/, 1)[0] ?? ""
    );
  return "";
};
