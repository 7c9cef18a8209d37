/**
 * Writes employees.jsonl, the events that `npm start` sends: a made-up company of 120, as its HR systems might publish it, mistakes
 * included. Always the same bytes; README.md beside this file counts what is in it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const HIRED = "hr.employee.hired.v1";
const ROLE_CHANGED = "hr.employee.role-changed.v1";

type Person = { employeeId: string; email: string; displayName: string };
type Position = { title: string; department: string; level: number; employmentType: string; location: string };

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
  ["QA Contractor", "Engineering", 2, "contractor"],
  ["Research Intern", "Research", 1, "intern"],
  ["HR Generalist", "People", 2],
];
const LOCATIONS = ["US", "DE", "JP", "BR"];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const day = (number: number): string => new Date(Date.UTC(2026, 0, 5 + number, 9)).toISOString().replace(".000Z", "Z");

const person = (number: number): Person => {
  const [given, family] = [at(GIVEN, number), at(FAMILY, number + Math.floor(number / GIVEN.length))];
  const employeeId = `E${1000 + number}`;
  return { employeeId, email: `${given}.${family}.${number}@example.com`.toLowerCase(), displayName: `${given} ${family}` };
};

const position = (number: number): Position => {
  const [title, department, level, employmentType = "regular"] = at(POSITIONS, number);
  return { title, department, level, employmentType, location: at(LOCATIONS, number) };
};

const event = (type: string, id: string, effectiveAt: string, who: Person, role: Position, source = "/hr/workforce") => ({
  specversion: "1.0",
  id,
  source,
  type,
  time: effectiveAt,
  datacontenttype: "application/json",
  data: { ...who, effectiveAt, role: { ...role, attributes: { costCenter: String(400 + (role.level % 5)) } } },
});

type Event = ReturnType<typeof event>;
const hire = (number: number): Event => event(HIRED, `hire-${1000 + number}`, day(number), person(number), position(number));
const change = (number: number, step: number, role = position(number + step)): Event =>
  event(ROLE_CHANGED, `change-${1000 + number}-${step}`, day(number + 30 * step), person(number), role);

const inEventBridge = ({ type, id, source, time, data }: Event) => ({
  version: "0",
  id,
  "detail-type": type.replace(/^hr\.(.*)\.v1$/, "$1"),
  source,
  account: "123456789012",
  time,
  region: "us-east-1",
  resources: [],
  detail: data,
});
const inSns = (message: object) => ({
  Type: "Notification",
  MessageId: "5f0c1c2e-0000-4000-8000-000000000000",
  TopicArn: "arn:aws:sns:us-east-1:123456789012:hr",
  Message: JSON.stringify(message),
  Timestamp: "2026-05-01T00:00:00.000Z",
});

/** Hires of everybody; every fifth in an EventBridge envelope, every ninth in an SNS notification. */
const hires = Array.from({ length: 117 }, (_, number) => {
  if (number % 9 === 8) return inSns(hire(number));
  return number % 5 === 4 ? inEventBridge(hire(number)) : hire(number);
});
/** A first change for a third, a second for some of them, published newest first: the older one must change nothing. */
const changes = Array.from({ length: 39 }, (_, index) => change(index * 3, 1));
const outOfOrder = Array.from({ length: 10 }, (_, index) => [change(index * 3 + 1, 2), change(index * 3 + 1, 1)]).flat();
const redelivered = Array.from({ length: 12 }, (_, index) => hire(index * 7));

const sharedEmail = { ...person(118), email: person(0).email.toUpperCase() };
const [early, future, nobody] = [person(117), person(119), { ...person(120), employeeId: "E9999" }];
const hireOf = (who: Person, id: string, effectiveAt = day(100)) => event(HIRED, id, effectiveAt, who, position(1));
const mistakes: readonly (object | string)[] = [
  event(ROLE_CHANGED, "change-before-hire", day(110), early, position(0)),
  hireOf(early, "hire-after-change"),
  hireOf(sharedEmail, "hire-shared-email"),
  event(ROLE_CHANGED, "change-of-nobody", day(90), nobody, position(2)),
  hireOf(future, "hire-of-2099", "2099-01-01T00:00:00Z"),
  { ...hire(3), data: { ...hire(3).data, role: { ...position(3), title: "Another Title" } } },
  { ...hireOf(person(121), "hire-without-email"), data: { employeeId: "E1121", effectiveAt: day(1), role: position(1) } },
  { ...hireOf(person(122), "hire-with-bad-email"), data: { ...hireOf(person(122), "x").data, email: "no-dot@example" } },
  { ...hireOf(person(123), "fired"), type: "hr.employee.fired.v1" },
  { ...hireOf(person(124), "hire-v2"), type: "hr.employee.hired.v2" },
  { greeting: "hello" },
  "this is no JSON {",
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
];

const bodies = [...hires, ...changes, ...outOfOrder, ...redelivered, ...mistakes];
const lines = bodies.map((body) => (typeof body === "string" ? body : JSON.stringify(body)));
writeFileSync(process.argv[2] ?? join(import.meta.dirname, "employees.jsonl"), `${lines.join("\n")}\n`);
