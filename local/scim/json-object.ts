export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object's own name for an attribute; attribute names are without regard to case (RFC 7643 §2.1). */
export const keyIn = (object: JsonObject, name: string): string =>
  Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;

export const memberOf = (object: JsonObject, name: string): unknown => {
  const key = keyIn(object, name);
  return Object.hasOwn(object, key) ? object[key] : undefined;
};

/** A copy with this member, or without it if the value is undefined. A computed name never reaches a prototype. */
export const withMember = (object: JsonObject, name: string, value: unknown): JsonObject => {
  const key = keyIn(object, name);
  const others = Object.entries(object).filter(([other]) => other !== key);
  if (value === undefined) return Object.fromEntries(others);
  return Object.hasOwn(object, key) ? { ...object, [key]: value } : Object.fromEntries([...others, [key, value]]);
};

/** Null and an empty list mean that an attribute has no value: RFC 7643 §2.5. */
export const isUnassigned = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);
