import { faultOfJson, type JsonFault, positionAt } from "./json-fault.ts";
import type { Line } from "./read-lines.ts";

/** Whether a text is an object or an array in JSON, as a line of JSON Lines is. */
export const isWholeJson = (text: string): boolean => {
  const value = parsed(text);
  return typeof value === "object" && value !== null;
};

/** Whether a line holds only what opens a JSON document, which goes on in the next line. */
export const opensDocument = (text: string): boolean => /^\s*[[{][[{\s]*$/.test(text);

/** The elements of a line that is an array, as it stands there; else the line. */
export const eventsOfLine = (line: Line): readonly Line[] => {
  if (!line.text.trimStart().startsWith("[") || !Array.isArray(parsed(line.text))) return [line];
  return elementsOf(line.text).map((element) => ({ ...element, line: line.line }));
};

/**
 * The events of one JSON document, as they are written in it: the document itself, or the elements of an array. Undefined
 * if the text is no document.
 */
export const eventsOfDocument = (text: string): readonly Line[] | undefined => {
  const value = parsed(text);
  if (Array.isArray(value)) return elementsOf(text);
  if (typeof value !== "object" || value === null) return undefined;
  return [lineAt(text, text.search(/\S/), text.trim())];
};

/** Why a text is not a JSON document, and where that shows. */
export const faultOfDocument = (text: string): JsonFault =>
  parsed(text) === undefined
    ? faultOfJson(text)
    : { line: 1, column: 1, text: "expected an event, or an array of events" };

/** The elements of an array's text, which is valid JSON. */
const elementsOf = (text: string): readonly Line[] => {
  const elements: Line[] = [];
  let start = text.indexOf("[") + 1;
  let depth = 0;
  let counted = { line: 1, column: 1, offset: 0 };
  const add = (end: number) => {
    const element = text.slice(start, end);
    counted = advance(text, counted, start + element.search(/\S|$/));
    const { line, column } = counted;
    if (element.trim() !== "") elements.push(atColumn({ line, text: element.trim() }, column));
    start = end + 1;
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if ((depth === 1 && character === ",") || (depth === 0 && character === "]")) add(index);
  }
  return elements;
};

type Counted = { readonly line: number; readonly column: number; readonly offset: number };

/** The position of an offset behind another one: a large array is counted once. */
const advance = (text: string, { line, column, offset }: Counted, to: number): Counted => {
  const between = positionAt(text.slice(offset, to), to - offset);
  const isSameLine = between.line === 1;
  return { line: line + between.line - 1, column: isSameLine ? column + to - offset : between.column, offset: to };
};

/** Where the string ends that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
};

const lineAt = (text: string, offset: number, event: string): Line => {
  const { line, column } = positionAt(text, offset);
  return atColumn({ line, text: event }, column);
};

const atColumn = (line: Line, column: number): Line => (column === 1 ? line : { ...line, column });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
