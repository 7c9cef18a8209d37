import { comparable } from "../../domain/policy/comparable.ts";
import type { Condition } from "./roster-map.ts";

/** In place of a value: whatever is not blank. */
const ANYTHING = "*";

/** Which values of which conditions a row has had: what no row has is probably misspelled. */
export type MatchedValues = Map<Condition, Set<string>>;

/** Whether every column has one of its values. */
export const holds = (
  conditions: readonly Condition[],
  valueIn: (column: string) => string,
  matched: MatchedValues,
): boolean => conditions.map((condition) => isMet(condition, valueIn, matched)).every(Boolean);

const isMet = (condition: Condition, valueIn: (column: string) => string, matched: MatchedValues): boolean => {
  const { column, values } = condition;
  const value = comparable(valueIn(column));
  if (values.has(value)) {
    const seen = matched.get(condition) ?? new Set();
    matched.set(condition, seen.add(value));
    return true;
  }
  return value !== "" && values.has(ANYTHING);
};

/** The values that no row has, as they are written in the map: `EmployeeStatus: Terminatd`. */
export const unmatched = (conditions: readonly Condition[], matched: MatchedValues): readonly string[] =>
  conditions.flatMap((condition) =>
    [...condition.values]
      .filter(([value]) => value !== "" && value !== ANYTHING && !matched.get(condition)?.has(value))
      .map(([, written]) => `${condition.column}: ${written}`),
  );
