import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import { faultOfText, NOT_UTF8 } from "../event-files/text-fault.ts";
import { visible } from "../visible.ts";

/** A file that was found; `modifiedAt` is when it was written (ISO 8601 UTC), `name` is safe to print. */
export type RosterFile = {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: string;
};

/** @throws UsageError if there is no such file, or it is a folder, a pipe or empty */
export const findRoster = async (path: string): Promise<RosterFile> => {
  const name = visible(path);
  const found = await stat(path).catch((error: unknown) => Promise.reject(explain(name, error)));
  if (found.isDirectory()) throw new UsageError(`${name}: this is a folder; name the CSV file in it`);
  if (!found.isFile()) throw new UsageError(`${name}: expected a file, because it is read more than once`);
  if (found.size === 0) throw new UsageError(`${name}: the file is empty; expected a line of column names, then rows`);
  return { path, name, bytes: found.size, modifiedAt: new Date(Math.floor(found.mtimeMs)).toISOString() };
};

/**
 * The bytes of a file of UTF-8 text. @throws UsageError if it cannot be read, or is no such text: with what it seems to
 * be, the line, and how to convert it
 */
export async function* readRosterBytes(
  { path, name }: RosterFile,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [linesBefore, bytes] = [0, 0];
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const fault = linesBefore === 0 || chunk.includes(0) ? faultOfText(chunk) : undefined;
      if (fault !== undefined)
        throw new UsageError(`${name}:${linesBefore + lineOf(chunk, chunk.indexOf(0))}: ${fault}`);
      if (!isUtf8(decoder, chunk)) throw new UsageError(`${name}:${linesBefore + firstBadLine(chunk)}: ${NOT_UTF8}`);
      yield chunk;
      bytes += chunk.length;
      onRead(bytes);
      linesBefore += lineFeedsIn(chunk);
    }
    if (!isWhole(decoder)) throw new UsageError(`${name}:${linesBefore + 1}: ${CUT_OFF}`);
  } catch (error) {
    throw error instanceof UsageError ? error : explain(name, error);
  }
}

const explain = (name: string, error: unknown): unknown => {
  const { code } = error as { code?: string };
  if (code === undefined) return error;
  if (code === "ENOENT") return new UsageError(`${name}: there is no such file`);
  return new UsageError(`${name}: the file cannot be read (${code})`);
};

type Decoder = InstanceType<typeof TextDecoder>;

/** A character may begin in one chunk and end in the next. */
const isUtf8 = (decoder: Decoder, chunk: Buffer): boolean => {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
};

const CUT_OFF = "the file ends in the middle of a character; was it copied before it was written?";

/** Whether the last character has all its bytes. */
const isWhole = (decoder: Decoder): boolean => {
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
};

/** Of a chunk that is not UTF-8, from 1: the only bad line may be the first, which began in the chunk before. */
const firstBadLine = (chunk: Buffer): number => {
  const lines = chunk.toString("latin1").split("\n");
  const isBad = (line: string): boolean =>
    !isUtf8(new TextDecoder("utf-8", { fatal: true }), Buffer.from(`${line}\n`, "latin1"));
  const bad = lines.findIndex((line, index) => index > 0 && isBad(line));
  return isBad(lines[0] ?? "") || bad === -1 ? 1 : bad + 1;
};

const lineOf = (chunk: Buffer, position: number): number => 1 + lineFeedsIn(chunk.subarray(0, Math.max(position, 0)));

const lineFeedsIn = (chunk: Buffer): number => {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
};
