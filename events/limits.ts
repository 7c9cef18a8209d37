import { Failure } from "../domain/failures.ts";

/** What a body may measure: its size in bytes of UTF-8, and how deep its JSON may nest. */
export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_DEPTH = 32;

/** @throws Failure `BodyTooLarge` */
export const requireSize = (body: string): void => {
  const bytes = Buffer.byteLength(body, "utf8");
  if (bytes <= MAX_BODY_BYTES) return;
  throw new Failure("BodyTooLarge", `the body has ${bytes} bytes, expected at most ${MAX_BODY_BYTES}`);
};

/**
 * Looks at the text in one pass, before any parser recurses into it. `name` is what a refusal calls the text.
 * @throws Failure `BodyTooDeep`
 */
export const requireDepth = (text: string, name: string): void => {
  let depth = 0;
  for (const [token] of text.matchAll(BRACKET_OR_STRING)) {
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    if (depth > MAX_DEPTH) throw new Failure("BodyTooDeep", `${name} nests deeper than ${MAX_DEPTH} levels`);
  }
};

/** Brackets inside text are no nesting, so a text is skipped as a whole, also one that is never closed. */
const BRACKET_OR_STRING = /[{}[\]]|"(?:[^"\\]|\\.)*"?/gs;
