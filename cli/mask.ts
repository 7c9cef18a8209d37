import type { DeadLetter } from "../dead-letters/dead-letter.ts";
import { isObject } from "../events/json-object.ts";
import { MAX_DEPTH } from "../events/limits.ts";
import { type Harmless, SHOWN, type Shape } from "./harmless.ts";

/** What replaces a value or a member's name that may be personal. */
export const MASK = "***";

/**
 * A body to read: JSON indented, in which every value is masked but those known to be harmless. A body that is not JSON
 * could hold anything, so nothing of it is shown. Takes time in proportion to the body, whatever it holds.
 */
export const maskedBody = (body: string): string => {
  const parsed = parse(body);
  if (parsed === undefined) return `(${Buffer.byteLength(body)} bytes that are not JSON; --reveal shows them)`;
  return JSON.stringify(masked(parsed, SHOWN, 0), null, 2);
};

/** The same as a value; undefined if nothing may be shown. */
export const maskedJson = (body: string): unknown => {
  const parsed = parse(body);
  return parsed === undefined ? undefined : masked(parsed, SHOWN, 0);
};

/** The attributes of a message, by name: the senders' values could be anything. */
export const maskedAttributes = (attributes: DeadLetter["attributes"]): object =>
  maskedNames(Object.entries(attributes), (_, { dataType }) => ({ dataType, value: MASK }));

/** `known` is what may be shown here: of an object its members, of a value the value if it is harmless. */
const masked = (value: unknown, known: Shape | Harmless | undefined, depth: number): unknown => {
  // Absent, so it says nothing of anybody.
  if (value === null || value === "") return value;
  // What nests deeper is no event, and would exhaust the stack.
  if (depth > MAX_DEPTH) return MASK;
  if (typeof known === "function") return known(value) ? value : maskOf(value);
  if (Array.isArray(value)) return value.map((element) => masked(element, undefined, depth + 1));
  if (isObject(value))
    return maskedNames(Object.entries(value), (name, member) => masked(member, memberOf(known, name), depth + 1));
  return typeof value === "string" && known !== undefined ? maskedText(value, known, depth) : maskOf(value);
};

/** JSON in a text, such as the `Message` of an SNS notification. */
const maskedText = (text: string, known: Shape, depth: number): string => {
  const parsed = parse(text);
  return parsed === undefined ? MASK : JSON.stringify(masked(parsed, known, depth + 1));
};

const memberOf = (known: Shape | undefined, name: string): Shape | Harmless | undefined =>
  known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;

/** Says of what kind the value is: an event may be refused just because it is a number. */
const maskOf = (value: unknown): string => {
  if (Array.isArray(value) || isObject(value)) return `${MASK} (${Array.isArray(value) ? "list" : "object"})`;
  return typeof value === "string" ? MASK : `${MASK} (${typeof value})`;
};

/** A name as programs give it. Addresses, people's names with their blanks, and numbers of any kind are none. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const isPlain = (name: string): boolean => PLAIN_NAME.test(name) && !/\d{4}/.test(name);

const maskedNames = <T>(
  members: readonly (readonly [string, T])[],
  maskMember: (name: string, value: T) => unknown,
) => {
  let hidden = 0;
  const nameOf = (name: string): string => {
    if (isPlain(name)) return name;
    hidden += 1;
    return hidden === 1 ? MASK : `${MASK} ${hidden}`;
  };
  return Object.fromEntries(members.map(([name, value]) => [nameOf(name), maskMember(name, value)]));
};

/** Also of a text that begins with a byte order mark or blanks. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
};
