import { PermanentFailure } from "../domain/failure.ts";

/** What a body may measure: its size in bytes of UTF-8, and how deep its JSON may nest. */
export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_DEPTH = 32;

/** @throws PermanentFailure `BodyTooLarge` */
export const requireSize = (body: string): void => {
  const bytes = Buffer.byteLength(body, "utf8");
  if (bytes <= MAX_BODY_BYTES) return;
  throw new PermanentFailure("BodyTooLarge", `the body has ${bytes} bytes, expected at most ${MAX_BODY_BYTES}`);
};

/**
 * Looks at the text, before any parser recurses into it.
 * @throws PermanentFailure `BodyTooDeep`
 */
export const requireDepth = (body: string): void => {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < body.length; index += 1) {
    const character = body[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth > MAX_DEPTH) throw new PermanentFailure("BodyTooDeep", `the body nests deeper than ${MAX_DEPTH} levels`);
  }
};
