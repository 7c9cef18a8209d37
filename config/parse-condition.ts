import type { AttributeValue } from "../domain/facts/hr-event.ts";
import { comparable } from "../domain/policy/comparable.ts";
import type { Condition, PolicyMember } from "../domain/policy/license-policy.ts";
import { oneOf } from "./nearest.ts";
import { ROLE_EVENTS } from "./possible-values.ts";
import type { Path } from "./yaml-place.ts";

/** Why a condition cannot be used, and where in it. The compiler puts the file, the line and the rule before it. */
export class ConditionProblem extends Error {
  readonly path: Path;
  constructor(message: string, path: Path = []) {
    super(message);
    this.path = path;
  }
}

type Kind = "text" | "number" | "any";

const KIND_OF: Readonly<Record<PolicyMember, Kind>> = {
  event: "text",
  title: "text",
  department: "text",
  level: "number",
  employmentType: "text",
  location: "text",
};

/**
 * Parses a condition: a value, a list of values of which one must match, `{ gte, lte }` for numbers, or `{ not: … }`.
 * `member` is a role member, `event`, or `attributes.<name>`; `path` is where the condition is. @throws ConditionProblem
 */
export const parseCondition = (member: string, value: unknown, path: Path = []): Condition => {
  if (Array.isArray(value)) return anyOf(member, value, path);
  if (isMapping(value)) return parseOperators(member, value, path);
  return parseValue(member, value, path);
};

const anyOf = (member: string, values: readonly unknown[], path: Path): Condition => {
  if (values.length === 0)
    throw new ConditionProblem(`${member}: the list is empty and can never match; name a value`, path);
  return { op: "anyOf", conditions: values.map((value, index) => parseValue(member, value, [...path, index])) };
};

const OPERATORS = ["gte", "lte", "not"];

const parseOperators = (member: string, operators: Readonly<Record<string, unknown>>, path: Path): Condition => {
  const keys = Object.keys(operators);
  const unknown = keys.find((key) => !OPERATORS.includes(key));
  if (unknown !== undefined)
    throw new ConditionProblem(`${member}: unknown operator ${unknown}: expected ${oneOf(OPERATORS, unknown)}`, [
      ...path,
      unknown,
    ]);
  if (keys.length === 1 && keys[0] === "not")
    return { op: "not", condition: parseCondition(member, operators["not"], [...path, "not"]) };
  if (keys.length === 0 || keys.includes("not"))
    throw new ConditionProblem(
      `${member}: expected gte and/or lte, or not alone; found ${keys.join(", ") || "nothing"}`,
      path,
    );
  return parseRange(member, operators, path);
};

const parseRange = (member: string, { gte, lte }: Readonly<Record<string, unknown>>, path: Path): Condition => {
  if (kindOf(member) === "text")
    throw new ConditionProblem(`${member}: gte and lte compare numbers, and ${member} is text`, path);
  const range = { ...boundOf(member, { gte }, path), ...boundOf(member, { lte }, path) };
  if (range.gte !== undefined && range.lte !== undefined && range.gte > range.lte)
    throw new ConditionProblem(`${member}: gte ${range.gte} is above lte ${range.lte}, so it can never match`, path);
  return { op: "range", ...range };
};

type Bound = { readonly gte?: number; readonly lte?: number };

const boundOf = (member: string, given: Readonly<Record<string, unknown>>, path: Path): Bound => {
  const [key = "", bound] = Object.entries(given)[0] ?? [];
  if (bound === undefined) return {};
  if (typeof bound === "number" && Number.isFinite(bound)) return { [key]: bound };
  throw new ConditionProblem(`${member}: ${key} takes a number`, [...path, key]);
};

const parseValue = (member: string, value: unknown, path: Path): Condition => {
  const problem = valueProblem(member, value);
  if (problem !== undefined) throw new ConditionProblem(`${member}: ${problem}`, path);
  if (typeof value !== "string") return { op: "equals", value: value as AttributeValue };
  return value.includes("*") ? { op: "glob", pattern: value } : { op: "equals", value };
};

const valueProblem = (member: string, value: unknown): string | undefined => {
  if (!isAttributeValue(value)) return "expected a value, a list of values, gte/lte or not";
  const kind = kindOf(member);
  if (kind === "text" && typeof value !== "string") return `is text, so put the value in quotes: "${value}"`;
  if (kind === "number" && typeof value !== "number") return "expected a number";
  if (member === "event" && !ROLE_EVENTS.some((known) => known === value))
    return `expected ${oneOf(ROLE_EVENTS, value)}`;
  return typeof value === "string" && comparable(value) === "" ? "the text is empty" : undefined;
};

const kindOf = (member: string): Kind => (Object.hasOwn(KIND_OF, member) ? KIND_OF[member as PolicyMember] : "any");

const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/** A YAML mapping as a plain object. */
export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
