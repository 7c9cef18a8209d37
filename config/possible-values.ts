import { type AttributeValue, FACT_KINDS } from "../domain/facts/hr-event.ts";
import type { Condition, PolicyTest } from "../domain/policy/license-policy.ts";
import { matches } from "../domain/policy/matches.ts";

type Member = PolicyTest["member"];
type Value = AttributeValue | undefined;

/** The conditions that a member has to meet, and a value that does; undefined for a member that HR leaves out. */
export type Possible = { readonly conditions: readonly Condition[]; readonly example: Value };

/** The kinds of event that state a role. Rules are not asked about employees who left. */
export const ROLE_EVENTS = FACT_KINDS.filter((kind) => kind !== "left");

/** A character that no pattern has. */
const OTHER = "\u0000";

/** A member of which nothing is demanded yet. */
export const anyValue = (member: Member): Possible => ({ conditions: [], example: valuesFor(member, [])[0] });

/**
 * A member that has to meet one condition more: with a value that does, `nothing` if certainly none does, or `unknown`.
 *
 * If a value meets all conditions, one that is tried does, too: each value that a condition names, each pattern with
 * another text for `*`, which is what no other pattern that is not wider matches, numbers at and between the bounds,
 * and a text that no condition names. That is not so for a text that has to match two patterns, and for a number whose
 * text a pattern matches.
 */
export const narrow = (member: Member, { conditions, example }: Possible, added: Condition) => {
  const all = [...conditions, added];
  if (matches(added, example)) return { conditions: all, example };
  const found = exampleOf(member, all);
  if (found !== undefined) return { conditions: all, example: found.value };
  return isDecided(member, all) ? "nothing" : "unknown";
};

const exampleOf = (member: Member, conditions: readonly Condition[]): { readonly value: Value } | undefined => {
  const meets = (value: Value) => conditions.every((condition) => matches(condition, value));
  const atoms = conditions.flatMap(atomsOf);
  const demanded = conditions.filter(isDemand).map((one) => atomsOf(one).filter(isGlob).flatMap(textsOf));
  const values = [...valuesFor(member, atoms), ...(demanded.length > 1 ? joined(demanded.flat()) : [])];
  const at = values.findIndex(meets);
  return at === -1 ? undefined : { value: values[at] };
};

/** A text that two patterns match, if the one may end and the other begin with anything. */
const joined = (texts: readonly AttributeValue[]): readonly string[] =>
  texts.flatMap((first) => texts.map((second) => `${first}${second}`));

/** Whether no value meets the conditions, once none of those that are tried does. */
const isDecided = (member: Member, conditions: readonly Condition[]): boolean => {
  if (member === "event" || !conditions.flatMap(atomsOf).some(isGlob)) return true;
  const [demands, exclusions] = [conditions.filter(isDemand), conditions.filter((one) => !isDemand(one))];
  if (demands.length === 0 || demands.some((one) => atomsOf(one).every(({ op }) => op === "equals"))) return true;
  const [first, ...others] = demands;
  if (first !== undefined && others.length === 0) return !atomsOf(first).some(({ op }) => op === "range");
  return demands.some((one) => isEmpty(member, [one, ...exclusions]));
};

const isEmpty = (member: Member, conditions: readonly Condition[]): boolean =>
  exampleOf(member, conditions) === undefined && isDecided(member, conditions);

/** Whether only something that is there meets it. */
const isDemand = (condition: Condition): boolean => !matches(condition, undefined);

type Atom = Extract<Condition, { readonly op: "equals" | "glob" | "range" }>;

const isGlob = ({ op }: Atom): boolean => op === "glob";

const atomsOf = (condition: Condition): readonly Atom[] => {
  if (condition.op === "anyOf") return condition.conditions.flatMap(atomsOf);
  return condition.op === "not" ? atomsOf(condition.condition) : [condition];
};

/** The values that are tried, of those that HR can send. Source: events/schema.ts. */
const valuesFor = (member: Member, atoms: readonly Atom[]): readonly Value[] => {
  if (member === "event") return ROLE_EVENTS;
  if (member === "level") return [undefined, ...wholeNumbersFor(atoms)];
  const texts = [...atoms.flatMap(textsOf), OTHER];
  if (member === "title" || member === "department") return texts;
  return member.startsWith("attributes.") ? [undefined, ...texts, ...numbersFor(atoms)] : [undefined, ...texts];
};

const textsOf = (atom: Atom): readonly AttributeValue[] => {
  if (atom.op === "equals") return [atom.value];
  return atom.op === "glob" ? [atom.pattern.replaceAll("*", OTHER)] : [];
};

const boundsOf = (atoms: readonly Atom[]): readonly number[] =>
  atoms
    .flatMap((atom) => (atom.op === "range" ? [atom.gte, atom.lte] : atom.op === "equals" ? [Number(atom.value)] : []))
    .filter((bound) => bound !== undefined && Number.isFinite(bound)) as number[];

const wholeNumbersFor = (atoms: readonly Atom[]): readonly number[] =>
  [0, ...boundsOf(atoms).flatMap((bound) => [bound, Math.ceil(bound) - 1, Math.floor(bound) + 1])].filter(
    Number.isInteger,
  );

const numbersFor = (atoms: readonly Atom[]): readonly number[] => {
  const bounds = boundsOf(atoms).toSorted((a, b) => a - b);
  const between = bounds.slice(1).map((bound, index) => ((bounds[index] ?? bound) + bound) / 2);
  return [
    0,
    ...bounds,
    ...between,
    ...bounds.slice(0, 1).map((least) => least - 1),
    ...bounds.slice(-1).map((most) => most + 1),
  ];
};
