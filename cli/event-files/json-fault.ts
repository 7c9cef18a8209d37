/** Where a text stops being JSON, both counted from 1, and what was expected there. It repeats nothing of the text. */
export type JsonFault = { readonly line: number; readonly column: number; readonly text: string };

/** The fault of a text that is not JSON. */
export const faultOfJson = (text: string): JsonFault => {
  const whole = text.trimEnd();
  if (isBeginning(whole)) return { ...positionAt(whole, whole.length), text: "the JSON ends in the middle" };
  const end = firstBadEnd(whole);
  return { ...positionAt(whole, end - 1), text: `this is not JSON${expectedIn(whole.slice(0, end))}` };
};

/** Line and column, from 1, of an offset in a text. */
export const positionAt = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
};

/** V8 gives the position of some errors only, so it is looked for: whatever ends with a bad character is not a beginning. */
const firstBadEnd = (text: string): number => {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return bad;
};

/** Whether a text is JSON, or could become it by what follows. V8 repeats parts of the text in its other messages. */
const isBeginning = (text: string): boolean => {
  const message = errorOf(text);
  const position = /at position (\d+)/.exec(message ?? "")?.[1];
  return message === undefined || message === "Unexpected end of JSON input" || Number(position) === text.length;
};

/** V8's words, if they are among those that repeat nothing of the text. */
const expectedIn = (text: string): string => {
  const expected = /^(Expected|Bad|Unterminated) (.*) in JSON at position/.exec(errorOf(text) ?? "");
  return expected === null ? "" : `: ${expected[1]?.toLowerCase()} ${expected[2]}`;
};

const errorOf = (text: string): string | undefined => {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as SyntaxError).message;
  }
};
