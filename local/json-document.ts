import type { Line } from "./read-lines.ts";

/** Whether a text is an object in JSON, as a line of JSON Lines is. */
export const isJsonObject = (text: string): boolean => {
  const value = parsed(text);
  return typeof value === "object" && value !== null && !Array.isArray(value);
};

/** Whether a line holds only what opens a JSON document, which goes on in the next line. */
export const opensDocument = (text: string): boolean => /^\s*[[{][[{\s]*$/.test(text);

/**
 * The events of one JSON document, as they are written in it: the document itself, or the elements of an array. Undefined
 * if the text is no document.
 */
export const eventsOfDocument = (text: string): readonly Line[] | undefined => {
  const value = parsed(text);
  if (Array.isArray(value)) return elementsOf(text);
  if (typeof value !== "object" || value === null) return undefined;
  return [{ line: lineAt(text, text.search(/\S/)), text: text.trim() }];
};

/** Why a text is not a JSON document, and the line where that shows. */
export const faultOfDocument = (text: string): Line => {
  if (parsed(text) !== undefined) return { line: 1, text: "expected an event, or an array of events" };
  const lines = text.trimEnd().split("\n");
  if (isBeginning(lines.join("\n"))) return { line: lines.length, text: "the JSON ends in the middle" };
  return { line: firstBadLine(lines), text: "this is not JSON" };
};

/** V8 gives the position of some errors only, so it is looked for: whatever ends with a bad line is not a beginning. */
const firstBadLine = (lines: readonly string[]): number => {
  let [good, bad] = [0, lines.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isBeginning(lines.slice(0, middle).join("\n"))) good = middle;
    else bad = middle;
  }
  return bad;
};

/** Whether a text is JSON, or could become it by what follows. V8 repeats parts of the text in its other messages. */
const isBeginning = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /at position (\d+)/.exec(message)?.[1];
    return message === "Unexpected end of JSON input" || Number(position) === text.length;
  }
};

/** The elements of an array's text, which is valid JSON. */
const elementsOf = (text: string): readonly Line[] => {
  const elements: Line[] = [];
  let start = text.indexOf("[") + 1;
  let [line, countedTo] = [1, 0];
  const add = (end: number) => {
    const element = text.slice(start, end);
    const at = start + element.search(/\S|$/);
    line += lineFeeds(text.slice(countedTo, at));
    countedTo = at;
    if (element.trim() !== "") elements.push({ line, text: element.trim() });
    start = end + 1;
  };
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if ((depth === 1 && character === ",") || (depth === 0 && character === "]")) add(index);
  }
  return elements;
};

/** Where the string ends that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
};

const lineAt = (text: string, position: number): number => 1 + lineFeeds(text.slice(0, position));

const lineFeeds = (text: string): number => text.split("\n").length - 1;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
