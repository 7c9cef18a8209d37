import { isObject, type JsonObject, memberOf } from "./json-object.ts";
import { badRequest } from "./scim-error.ts";

/** `path eq value`, or `path[…]`: one element of the list meets all of `where`. A filter is true if all of its terms are. */
export type Term =
  | { readonly path: readonly string[]; readonly value: unknown }
  | { readonly path: readonly string[]; readonly where: Filter };
export type Filter = readonly Term[];

/** The parts of `schema:attribute.sub`. A schema that users have by itself is a member of its own. */
export const segmentsOf = (path: string, extensions: readonly string[]): readonly string[] => {
  const extension = extensions.find((urn) => path.toLowerCase().startsWith(urn.toLowerCase()));
  if (extension !== undefined) {
    const rest = path.slice(extension.length + 1);
    return rest === "" ? [extension] : [extension, ...rest.split(".")];
  }
  return path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i, "").split(".");
};

const TOKEN = /\s*(?<token>"(?:[^"\\]|\\.)*"|[\w$:.-]+|[[\]()])\s*/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.groups?.["token"];
    if (token === undefined) throw badRequest("invalidFilter", "The filter has a character that is not expected");
    tokens.push(token);
  }
  return tokens;
};

/**
 * Knows `eq`, `and` and `path[…]`. Values are JSON: RFC 7644 §3.4.2.2. @throws ScimError 400 invalidFilter for anything
 * else
 */
export const parseFilter = (text: string, extensions: readonly string[]): Filter => {
  const tokens = tokensOf(text);
  const filter = terms(tokens, extensions);
  if (tokens.length > 0) throw badRequest("invalidFilter", `The filter knows "eq" and "and", not ${tokens[0]}`);
  return filter;
};

/** Takes its tokens off the front of `tokens`. */
const terms = (tokens: string[], extensions: readonly string[]): Filter => {
  const found = [term(tokens, extensions)];
  while (tokens[0]?.toLowerCase() === "and") {
    tokens.shift();
    found.push(term(tokens, extensions));
  }
  return found;
};

const term = (tokens: string[], extensions: readonly string[]): Term => {
  const path = segmentsOf(tokens.shift() ?? "", extensions);
  const operator = tokens.shift() ?? "";
  if (operator === "[") {
    const where = terms(tokens, extensions);
    if (tokens.shift() !== "]") throw badRequest("invalidFilter", "The filter lacks a ]");
    return { path, where };
  }
  if (operator.toLowerCase() !== "eq") throw badRequest("invalidFilter", `The filter knows "eq", not "${operator}"`);
  return { path, value: literalOf(tokens.shift() ?? "") };
};

const literalOf = (token: string): unknown => {
  try {
    return JSON.parse(token);
  } catch {
    throw badRequest("invalidFilter", "A value of the filter is not JSON");
  }
};

/** Attributes whose values tell small letters from capitals: RFC 7643 §3.1 and §4.1. */
const CASE_EXACT = ["id", "externalId"];

/** Whether a resource meets a filter. `exact` tells small letters from capitals in every attribute. */
export const matches = (filter: Filter, resource: unknown, exact: boolean): boolean =>
  filter.every((each) =>
    valuesAt(resource, each.path).some((value) =>
      "where" in each ? matches(each.where, value, exact) : isEqual(value, each.value, exact || isCaseExact(each.path)),
    ),
  );

const isCaseExact = (path: readonly string[]): boolean => path.length === 1 && CASE_EXACT.includes(path[0] ?? "");

const isEqual = (value: unknown, wanted: unknown, exact: boolean): boolean =>
  typeof value === "string" && typeof wanted === "string" && !exact
    ? value.toLowerCase() === wanted.toLowerCase()
    : value === wanted;

/** Every value at a path; a list stands for its elements. */
const valuesAt = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value))
    return value.flatMap((element) => valuesAt(element, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return isObject(value) ? valuesAt(memberOf(value as JsonObject, name), rest) : [];
};
