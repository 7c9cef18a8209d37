import { readFileSync } from "node:fs";
import { UsageError } from "../cli/errors.ts";

/** A message body and the line that holds it. */
export type SourceLine = { readonly file: string; readonly line: number; readonly body: string };

/** What SQS takes as one message, in bytes. Source: the SQS quotas page. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * The lines of JSON Lines files, without blank ones. A bad event is no error here: it is sent, and dead-lettered with
 * its reason. @throws UsageError with file and line if a line cannot be sent
 */
export const readBodies = (files: readonly string[]): readonly SourceLine[] => files.flatMap(readFile);

const readFile = (file: string): readonly SourceLine[] => {
  const lines = contentOf(file)
    .split(/\r?\n/)
    .map((body, index) => ({ file, line: index + 1, body }))
    .filter(({ body }) => body.trim() !== "");
  if (lines.length === 0)
    throw new UsageError(`${file}:1: there is no event in this file; put one JSON event on each line`);
  const large = lines.find(({ body }) => Buffer.byteLength(body) > MAX_MESSAGE_BYTES);
  if (large !== undefined) {
    throw new UsageError(
      `${file}:${large.line}: the line is larger than the 1 MiB that SQS takes; make the event smaller`,
    );
  }
  const unsendable = lines.find(({ body }) => UNSENDABLE.test(body));
  if (unsendable !== undefined) {
    throw new UsageError(
      `${file}:${unsendable.line}: the line holds a character that SQS refuses; escape it as JSON does`,
    );
  }
  return lines;
};

/** All but tab, line ends and U+0020 to U+FFFD without surrogates. Source: the SQS API reference, SendMessage. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNSENDABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const contentOf = (file: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT") throw new UsageError(`${file}: there is no such file`);
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") throw new UsageError(`${file}: the file is not UTF-8 text`);
    throw new UsageError(`${file}: the file cannot be read (${code ?? "unknown error"})`);
  }
};
