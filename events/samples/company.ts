import type { EventKind } from "../../domain/facts/hr-event.ts";
import { CATALOGUE } from "../catalogue.ts";

const GIVEN = ["Ana", "Ben", "Chloe", "Dev", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Kofi", "Lena"];
const FAMILY = ["Diaz", "Okafor", "Lindqvist", "Rao", "Moreau", "Tanaka", "Novak", "Silva", "Haddad", "Weber"];
const POSITIONS: readonly (readonly [title: string, department: string, level: number, employmentType?: string])[] = [
  ["Account Executive", "Sales", 3],
  ["Software Engineer", "Engineering", 3],
  ["Support Specialist", "Technical Support", 2],
  ["Content Designer", "Marketing", 3],
  ["Payroll Analyst", "Finance & Accounting", 2],
  ["Principal Engineer", "Engineering", 6],
  ["Customer Success Partner", "Customer Success", 3],
  ["Engineering Manager", "Engineering", 4],
  ["Warehouse Associate ", "Production       ", 1],
  ["QA Engineer", "Engineering", 2, "contractor"],
  ["Research Intern", "Research", 1, "intern"],
  ["HR Generalist", "People", 2],
  ["Head of Talent", "People", 6],
  ["Support Lead", "Customer Support", 4],
  ["Marketing Manager", "Marketing", 5],
  ["Controller", "Finance & Accounting", 5],
  ["Project Manager", "IT/Operations", 3, "contractor"],
];
const LOCATIONS = ["US", "DE", "JP", "BR"];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** All in 2025, so that every clock that may run this is past them. */
export const day = (number: number): string =>
  new Date(Date.UTC(2025, 0, 6 + number, 9)).toISOString().replace(".000Z", "Z");

/** A made-up employee. */
export const person = (number: number) => {
  const [given, family] = [at(GIVEN, number), at(FAMILY, number + Math.floor(number / GIVEN.length))];
  const email = `${given}.${family}.${number}@example.com`.toLowerCase();
  return { employeeId: `E${1000 + number}`, email, displayName: `${given} ${family}` };
};

/** A role in the company, a whole snapshot. */
export const position = (number: number) => {
  const [title, department, level, employmentType = "regular"] = at(POSITIONS, number);
  const costCenter = number % 40 === 34 ? "999" : String(400 + (number % 7));
  const attributes = {
    costCenter,
    remote: number % 3 === 0,
    ...(number % 10 === 0 ? { teamSize: 3 + (number % 8) } : {}),
  };
  return { title, department, level, employmentType, location: at(LOCATIONS, number), attributes };
};

export type Person = ReturnType<typeof person>;
export type Position = ReturnType<typeof position>;

type Said = { readonly id: string; readonly publishedAt: string };

/** An event as the company publishes it. */
export const cloudEvent = <Data extends object>(kind: EventKind, { id, publishedAt }: Said, data: Data) => ({
  specversion: "1.0",
  id,
  source: "/hr/workforce",
  type: CATALOGUE[kind].type,
  time: publishedAt,
  datacontenttype: "application/json",
  data,
});

/** What is not named is that of the person with the number. */
type Changes = Partial<Said & { effectiveAt: string; who: Person; role: Position }>;
export type CloudEvent = ReturnType<typeof hire>;

export const hire = (number: number, changes: Changes = {}) => active("hired", number, changes);

/** The `step`th change of a role; a later step is a later date and another position. */
export const change = (number: number, step: number, changes: Changes = {}): CloudEvent =>
  active("role-changed", number, {
    id: `change-${1000 + number}-${step}`,
    effectiveAt: day(number + 30 * step),
    role: position(number + step),
    ...changes,
  });

const active = (kind: "hired" | "role-changed", number: number, changes: Changes) => {
  const { effectiveAt = day(number), who = person(number), role = position(number) } = changes;
  const { id = `hire-${1000 + number}`, publishedAt = effectiveAt } = changes;
  return cloudEvent(kind, { id, publishedAt }, { ...who, effectiveAt, role });
};
