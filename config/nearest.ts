import { closest, distance } from "fastest-levenshtein";

/** `one of a, b, c`, and the name that was probably meant, if one is near. */
export const oneOf = (names: readonly string[], typed: unknown): string =>
  `one of ${names.join(", ")}${didYouMean(names, typed)}`;

/** `; did you mean a?` if one of the names is near, else nothing. Letters may differ in case. */
export const didYouMean = (names: readonly string[], typed: unknown): string => {
  const meant = typeof typed === "string" ? nearest(typed, names) : undefined;
  return meant === undefined ? "" : `; did you mean ${meant}?`;
};

/**
 * The name that was probably meant, if one is near. At most every second letter may be wrong, missing or too much: two
 * are if two neighbours of a short name swap.
 */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  if (names.length === 0) return undefined;
  const lowerCase = names.map((name) => name.toLowerCase());
  const found = closest(typed.toLowerCase(), lowerCase);
  return distance(typed.toLowerCase(), found) > typed.length / 2 ? undefined : names[lowerCase.indexOf(found)];
};
