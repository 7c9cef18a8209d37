/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The JSON object that a text is; undefined if it is anything else. */
export const parseObject = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The name that an object has for a member. Names of attributes are case-insensitive. Source: RFC 7643, 2.1. */
export const nameIn = (object: Json, name: string): string =>
  Object.hasOwn(object, name) ? name : (Object.keys(object).find((each) => isSameText(each, name)) ?? name);

export const memberOf = (object: unknown, name: string): unknown => {
  if (!isObject(object)) return undefined;
  const own = nameIn(object, name);
  return Object.hasOwn(object, own) ? object[own] : undefined;
};

export const isSameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What a single value is as text: numbers and booleans may come as text, and text as them. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
