import type { AttributeValue } from "../facts/hr-event.ts";
import type { Condition } from "./license-policy.ts";

/** A condition as people write it in the policy's YAML, on one line: `["*Manager*", Director]`, `{ gte: 5 }`. */
export const conditionText = (condition: Condition): string => {
  switch (condition.op) {
    case "equals":
      return valueText(condition.value);
    case "glob":
      return valueText(condition.pattern);
    case "range":
      return rangeText(condition);
    case "anyOf":
      return `[${condition.conditions.map(conditionText).join(", ")}]`;
    case "not":
      return `{ not: ${conditionText(condition.condition)} }`;
  }
};

/** A value as YAML writes it: text in quotes if YAML would read it as something else. */
export const valueText = (value: AttributeValue): string =>
  typeof value !== "string" || isPlain(value) ? String(value) : JSON.stringify(value);

/** Words of letters, digits and hyphens are text without quotes, but for those that YAML has a meaning for. */
const isPlain = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{N}-]*( [\p{L}\p{N}-]+)*$/u.test(text) && !MEANING.test(text);
const MEANING = /^(true|false|null|yes|no|on|off|y|n)$/i;

const rangeText = ({ gte, lte }: { readonly gte?: number; readonly lte?: number }): string => {
  const bounds = Object.entries({ gte, lte }).filter(([, bound]) => bound !== undefined);
  return bounds.length === 0 ? "{}" : `{ ${bounds.map(([name, bound]) => `${name}: ${bound}`).join(", ")} }`;
};
