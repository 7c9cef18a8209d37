import { type AttributeValue, FACT_KINDS } from "../domain/facts/hr-event.ts";
import { comparable } from "../domain/policy/comparable.ts";
import type { Condition, PolicyMember } from "../domain/policy/license-policy.ts";

/** Why a condition cannot be used. The compiler puts the file, the line and the rule before it. */
export class ConditionProblem extends Error {}

type Kind = "text" | "number" | "any";

/** The kinds of event that state a role. Rules are not asked about employees who left. */
const ROLE_EVENTS = FACT_KINDS.filter((kind) => kind !== "left");

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
 * `member` is a role member, `event`, or `attributes.<name>`. @throws ConditionProblem
 */
export const parseCondition = (member: string, value: unknown): Condition => {
  if (Array.isArray(value)) return anyOf(member, value);
  if (isMapping(value)) return parseOperators(member, value);
  return parseValue(member, value);
};

const anyOf = (member: string, values: readonly unknown[]): Condition => {
  if (values.length === 0) throw new ConditionProblem(`${member}: the list is empty and can never match; name a value`);
  return { op: "anyOf", conditions: values.map((value) => parseValue(member, value)) };
};

const parseOperators = (member: string, operators: Readonly<Record<string, unknown>>): Condition => {
  const keys = Object.keys(operators);
  if (keys.length === 1 && keys[0] === "not") {
    return { op: "not", condition: parseCondition(member, operators["not"]) };
  }
  const unknown = keys.find((key) => key !== "gte" && key !== "lte");
  if (unknown !== undefined || keys.length === 0) {
    throw new ConditionProblem(`${member}: expected gte and/or lte, or not alone; found ${unknown ?? "nothing"}`);
  }
  return parseRange(member, operators);
};

const parseRange = (member: string, { gte, lte }: Readonly<Record<string, unknown>>): Condition => {
  if (kindOf(member) === "text")
    throw new ConditionProblem(`${member}: gte and lte compare numbers, and ${member} is text`);
  for (const [key, bound] of Object.entries({ gte, lte })) {
    if (bound !== undefined && typeof bound !== "number")
      throw new ConditionProblem(`${member}: ${key} takes a number`);
  }
  const range = { ...(gte === undefined ? {} : { gte }), ...(lte === undefined ? {} : { lte }) } as {
    gte?: number;
    lte?: number;
  };
  if (range.gte !== undefined && range.lte !== undefined && range.gte > range.lte) {
    throw new ConditionProblem(`${member}: gte ${range.gte} is above lte ${range.lte}, so it can never match`);
  }
  return { op: "range", ...range };
};

const parseValue = (member: string, value: unknown): Condition => {
  if (!isAttributeValue(value))
    throw new ConditionProblem(`${member}: expected a value, a list of values, gte/lte or not`);
  const kind = kindOf(member);
  if (kind === "text" && typeof value !== "string") {
    throw new ConditionProblem(`${member}: is text, so put the value in quotes: "${value}"`);
  }
  if (kind === "number" && typeof value !== "number") throw new ConditionProblem(`${member}: expected a number`);
  if (member === "event" && !ROLE_EVENTS.some((kind) => kind === value)) {
    throw new ConditionProblem(`event: expected ${ROLE_EVENTS.join(" or ")}`);
  }
  if (typeof value !== "string") return { op: "equals", value };
  if (comparable(value) === "") throw new ConditionProblem(`${member}: the text is empty`);
  return value.includes("*") ? { op: "glob", pattern: value } : { op: "equals", value };
};

const kindOf = (member: string): Kind => (Object.hasOwn(KIND_OF, member) ? KIND_OF[member as PolicyMember] : "any");

const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/** A YAML mapping as a plain object. */
export const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
