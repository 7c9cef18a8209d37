import { readFileSync } from "node:fs";

/** `fileName` is what messages call the file, and `failWith` makes the error. */
export type TextOf = { readonly fileName: string; readonly failWith: (message: string, cause?: unknown) => Error };

/**
 * The text of a UTF-8 file that a person wrote. @throws what `failWith` makes, if the file is missing, a folder, cannot
 * be read, is UTF-16, binary, or in another encoding
 */
export const readTextFile = (path: string, options: TextOf): string => {
  const { fileName, failWith } = options;
  return decodeText(
    bytesOf(path, (reason, cause) => failWith(`${fileName}: ${reason}`, cause)),
    options,
  );
};

/** The same of bytes that came another way, as from a pipe. */
export const decodeText = (bytes: Buffer, { fileName, failWith }: TextOf): string => {
  const problem = encodingProblem(bytes);
  if (problem !== undefined) throw failWith(`${fileName}:${problem}`);
  return bytes.toString("utf8");
};

const bytesOf = (path: string, fail: (reason: string, cause: unknown) => Error): Buffer => {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = String((cause as NodeJS.ErrnoException).code);
    throw fail(UNREADABLE[code] ?? `the file cannot be read (${code})`, cause);
  }
};

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "the file is missing",
  ENOTDIR: "the file is missing",
  EISDIR: "this is a folder: expected a file",
  EACCES: "the file cannot be read: you have no permission",
};

/** Where and why a file is no UTF-8 text, as `line:column: reason`. */
const encodingProblem = (bytes: Buffer): string | undefined => {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Without a byte order mark every second byte of UTF-16 is 0, as long as people write Latin letters.
  if (isUtf16 || (bytes.length > 1 && (first === 0) !== (second === 0)))
    return "1:1: the file is UTF-16: save it as UTF-8";
  const zero = bytes.indexOf(0);
  if (zero !== -1) return `${placeIn(bytes, zero)}: the file is binary: expected a text`;
  const invalid = firstInvalid(bytes);
  return invalid === undefined ? undefined : `${placeIn(bytes, invalid)}: the file is not UTF-8: save it as UTF-8`;
};

/** The first byte that is not UTF-8. A text may have U+FFFD itself, which is EF BF BD. */
const firstInvalid = (bytes: Buffer): number | undefined => {
  const text = bytes.toString("utf8");
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) {
    const offset = Buffer.byteLength(text.slice(0, at));
    if (bytes.subarray(offset, offset + 3).toString("hex") !== "efbfbd") return offset;
  }
  return undefined;
};

const placeIn = (bytes: Buffer, offset: number): string => {
  const lines = bytes.subarray(0, offset).toString("utf8").split("\n");
  return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
};
