import { isBlank } from "../domain/facts/visible-text.ts";
import { isObject, type Members } from "./json-object.ts";

/**
 * An event without the members that say nothing: null (CloudEvents JSON format 1.0.2 §2.2: unset) and blank text, in
 * whatever object. A required one is then missing, an optional one is optional.
 */
export const withoutUnset = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => {
      if (isUnset(value)) return [];
      return [[name, isObject(value) ? withoutUnset(value) : value]];
    }),
  );

const isUnset = (value: unknown): boolean => value === null || (typeof value === "string" && isBlank(value));
