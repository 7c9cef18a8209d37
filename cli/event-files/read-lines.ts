import { UsageError } from "../errors.ts";
import { faultOfText, NOT_UTF8 } from "./text-fault.ts";

/** A line without its line end; `line` counts from 1, as does `column`, which is there if the text begins within it. */
export type Line = { readonly line: number; readonly column?: number; readonly text: string };

/** More than any file of events has in one line, and less than V8 takes as one string. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * The lines of UTF-8 text, one at a time, so that a large file needs little memory. Only LF and CRLF end one: JSON may
 * hold the other separators of Unicode. A byte order mark is left out. @throws UsageError with file and line,
 * also for UTF-16, a packed file and one that is binary
 */
export async function* readLines(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let open: Buffer[] = [];
  let openBytes = 0;
  let line = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      yield { line, text: decode(file, line, [...open, chunk.subarray(start, end)]) };
      open = [];
      openBytes = 0;
      line += 1;
      start = end + 1;
    }
    open.push(chunk.subarray(start));
    openBytes += chunk.length - start;
    if (openBytes > MAX_LINE_BYTES) throw new UsageError(`${file}:${line}: the line is larger than 256 MiB`);
  }
  if (openBytes > 0) yield { line, text: decode(file, line, open) };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

const decode = (file: string, line: number, parts: readonly Buffer[]): string => {
  const bytes = Buffer.concat(parts);
  const fault = line === 1 || bytes.includes(0) ? faultOfText(bytes) : undefined;
  if (fault !== undefined) throw new UsageError(`${file}:${line}: ${fault}`);
  try {
    return decoder.decode(bytes).replace(/\r$/, "");
  } catch {
    throw new UsageError(`${file}:${line}: ${NOT_UTF8}`);
  }
};
