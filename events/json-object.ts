import { Failure } from "../domain/failures.ts";
import { requireDepth } from "./limits.ts";

/** A JSON object whose members nobody has looked at yet. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * The JSON object in a text: a whole body, or the text that an envelope carries, which nests by itself and so is
 * measured by itself. The parser's own message is left out: it repeats a piece of the text.
 * @throws Failure `MalformedBody`, `BodyTooDeep`
 */
export const parseObject = (text: string, name: string): Members => {
  requireDepth(text, name);
  return requireObject(parse(text, name), name);
};

/** @throws Failure `MalformedBody` */
export const requireObject = (value: unknown, name: string): Members => {
  if (isObject(value)) return value;
  throw new Failure("MalformedBody", `${name} is not a JSON object`);
};

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parse = (text: string, name: string): unknown => {
  try {
    // RFC 8259 §8.1 lets a reader ignore a byte order mark, which some systems write.
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new Failure("MalformedBody", `${name} is not JSON`);
  }
};
