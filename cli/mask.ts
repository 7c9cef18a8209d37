/** What replaces an email or a name. */
const MASK = "***";
const PERSONAL = new Set(["email", "displayName"]);
const EMAIL = /[^\s"'<>,;:@]+@[^\s"'<>,;:@]+\.[^\s"'<>,;:@]+/g;

/**
 * A body to read: JSON indented, with emails and names masked wherever they are, also in envelopes inside a string. A
 * body that is not JSON could hold anything, so nothing of it is shown.
 */
export const maskedBody = (body: string): string => {
  const parsed = parse(body);
  if (parsed === undefined) return `(${Buffer.byteLength(body)} bytes that are not JSON; --reveal shows them)`;
  return JSON.stringify(parsed, maskMember, 2);
};

/** The same as a value; undefined if nothing may be shown. */
export const maskedJson = (body: string): unknown => {
  const parsed = parse(body);
  return parsed === undefined ? undefined : JSON.parse(JSON.stringify(parsed, maskMember));
};

const maskMember = (name: string, value: unknown): unknown => {
  if (PERSONAL.has(name) && value !== null && value !== undefined) return MASK;
  if (typeof value !== "string") return value;
  const nested = value.startsWith("{") ? parse(value) : undefined;
  if (nested !== undefined) return JSON.stringify(nested, maskMember);
  return value.replace(EMAIL, MASK);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
