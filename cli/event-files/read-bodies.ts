import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import { eventsOfDocument, eventsOfLine, faultOfDocument, isWholeJson, opensDocument } from "./json-document.ts";
import { type Line, readLines } from "./read-lines.ts";

/** A message body and where it begins; `column`, from 1, is there if that is within its line. */
export type SourceLine = {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly body: string;
};

/** Bodies that can be read as often as one likes; `count` is how many there are. */
export type Bodies = { readonly count: number; read(): AsyncIterable<SourceLine> };

/** What SQS takes as one message, in bytes. Source: the SQS quotas page. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What SQS refuses, in text without lone surrogates. Source: the SQS API reference, SendMessage. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSENDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * The bodies in files of JSON Lines, of one event, or of an array of events, also of an array on each line; `-` is stdin. Reads each file once, to
 * check it. A bad event is no error here: it is sent, and dead-lettered with its reason. @throws UsageError with file
 * and line if a file cannot be read, or an event cannot be sent
 */
export const openBodies = async (files: readonly string[]): Promise<Bodies> => {
  const sources: Source[] = [];
  for (const file of files) sources.push(await openSource(file));
  const read = async function* () {
    for (const source of sources) yield* bodiesOf(source);
  };
  let count = 0;
  for await (const _ of read()) count += 1;
  return { count, read };
};

/** `open` reads it from its beginning. */
type Source = { readonly file: string; open(): AsyncIterable<Buffer> };

const openSource = async (file: string): Promise<Source> => {
  if (file === "-") return keep("stdin", process.stdin);
  const found = await stat(file).catch((error: unknown) => Promise.reject(explain(file, error)));
  if (found.isDirectory()) throw new UsageError(`${file}: this is a folder; name the files in it`);
  const open = () => readFrom(file);
  return found.isFile() ? { file, open } : keep(file, open());
};

/** A pipe can be read only once, so what it holds is kept. */
const keep = async (file: string, chunks: AsyncIterable<Buffer>): Promise<Source> => {
  const kept: Buffer[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return {
    file,
    open: async function* () {
      yield* kept;
    },
  };
};

async function* readFrom(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } catch (error) {
    throw explain(file, error);
  }
}

const explain = (file: string, error: unknown): UsageError => {
  const { code = "unknown error" } = error as { code?: string };
  if (code === "ENOENT") return new UsageError(`${file}: there is no such file`);
  return new UsageError(`${file}: the file cannot be read (${code})`);
};

async function* bodiesOf(source: Source): AsyncGenerator<SourceLine> {
  const { file } = source;
  let isEmpty = true;
  for await (const { text: body, ...position } of eventsOf(source)) {
    const { line } = position;
    isEmpty = false;
    if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES)
      throw new UsageError(`${file}:${line}: the event is larger than the 1 MiB that SQS takes; make it smaller`);
    if (UNSENDABLE.test(body))
      throw new UsageError(`${file}:${line}: the event holds a character that SQS refuses; write it as a JSON escape`);
    yield { file, ...position, body };
  }
  if (isEmpty)
    throw new UsageError(`${file}:1: there is no event in this file; put one JSON event on each line, or an array`);
}

/** Goes by the first line with text: a file of JSON Lines begins with a whole event, or with an array of events. */
async function* eventsOf({ file, open }: Source): AsyncGenerator<Line> {
  let isDocument: boolean | undefined;
  for await (const line of readLines(file, open())) {
    if (line.text.trim() === "") continue;
    isDocument ??= /^\s*[[{]/.test(line.text) && !isWholeJson(line.text);
    if (isDocument) break;
    yield* eventsOfLine(line);
  }
  if (isDocument) yield* eventsOfWhole(file, await linesOf(file, open()));
}

const linesOf = async (file: string, chunks: AsyncIterable<Buffer>): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for await (const line of readLines(file, chunks)) lines.push(line);
  return lines;
};

/** A document; else lines of which the first is a bad event. @throws UsageError if it is the beginning of a document */
const eventsOfWhole = (file: string, lines: readonly Line[]): readonly Line[] => {
  const text = lines.map((line) => line.text).join("\n");
  const events = eventsOfDocument(text);
  if (events !== undefined) return events;
  const filled = lines.filter((line) => line.text.trim() !== "");
  if (!opensDocument(filled[0]?.text ?? "")) return filled.flatMap(eventsOfLine);
  const { line, column, text: fault } = faultOfDocument(text);
  const where = `${file}:${line}:${column}`;
  throw new UsageError(`${where}: ${fault}; expected one event, an array of events, or one event on each line`);
};
