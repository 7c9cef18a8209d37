import { isObject, isSameText, type Json, memberOf, nameIn } from "./json.ts";

/** The schema of users. Source: RFC 7643, 4.1. */
export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";

/** The schema that an attribute path names: an extension's URN; undefined for an attribute of users. RFC 7644, 3.10. */
export const extensionOf = (path: string): string | undefined => {
  const urn = path.slice(0, Math.max(0, path.lastIndexOf(":")));
  return urn === "" || isSameText(urn, USER_SCHEMA) ? undefined : urn;
};

const stepsOf = (path: string): readonly string[] => {
  const extension = extensionOf(path);
  return [...(extension === undefined ? [] : [extension]), ...path.slice(path.lastIndexOf(":") + 1).split(".")];
};

/** What an object has at an attribute path: `userName`, `name.givenName`, `urn:…:User:division`. */
export const valueAt = (object: Json, path: string): unknown => stepsOf(path).reduce<unknown>(memberOf, object);

/** The object with another value at the path, and everything else as it was. */
export const withValue = (object: Json, path: string, value: unknown): Json => withSteps(object, stepsOf(path), value);

const withSteps = (object: Json, [step = "", ...rest]: readonly string[], value: unknown): Json => {
  const name = nameIn(object, step);
  const inner = memberOf(object, name);
  return { ...object, [name]: rest.length === 0 ? value : withSteps(isObject(inner) ? inner : {}, rest, value) };
};
