/**
 * Writes employees.jsonl, the events that `npm start` sends: a made-up company of about 120, as its HR systems might
 * publish it, mistakes included. No clock and no chance, so always the same bytes; README.md beside this file counts
 * what is in it. `node events/samples/make-samples.ts [FILE]`
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudEvent, change, day, hire, person, position } from "./company.ts";

const inEventBridge = ({ type, id, source, time, data }: CloudEvent) => ({
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
  Timestamp: "2025-05-01T00:00:00.000Z",
});

/** As different routes to the queue would deliver them: most bare, some in one envelope, a few in two. */
const delivered = (event: CloudEvent, index: number): object => {
  if (index % 27 === 26) return inSns(inEventBridge(event));
  if (index % 9 === 8) return inSns(event);
  return index % 5 === 4 ? inEventBridge(event) : event;
};

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const hires = times(117, (number) => delivered(hire(number), number));
const changes = times(39, (index) => delivered(change(index * 3, 1), index));
/** The newer change first: the older one that follows must change nothing. */
const outOfOrder = times(10, (index) => [change(index * 3 + 1, 2), change(index * 3 + 1, 1)]).flat();
const redelivered = times(12, (index) => at(hires, index * 7));

const { email: _, ...withoutEmail } = hire(121).data;
const poison: readonly (object | string)[] = [
  { ...hire(121), data: withoutEmail },
  hire(122, { who: { ...person(122), email: "no-dot@example" } }),
  { ...hire(123), type: "hr.employee.fired.v1" },
  { ...hire(124), type: "hr.employee.hired.v2" },
  { greeting: "hello" },
  "this is no JSON {",
  `${"[".repeat(5000)}${"]".repeat(5000)}`,
];
/** Good events, by their form; what is wrong with them shows only beside other events, or the calendar. */
const surprises: readonly CloudEvent[] = [
  change(117, 1),
  hire(117),
  hire(118, { who: { ...person(118), email: person(0).email.toUpperCase() } }),
  change(120, 1, { who: { ...person(120), employeeId: "E9999" } }),
  hire(119, { effectiveAt: "2099-01-01T00:00:00Z", publishedAt: day(119) }),
  hire(3, { role: { ...position(3), title: "Another Title" } }),
];

const bodies = [...hires, ...changes, ...outOfOrder, ...redelivered, ...surprises, ...poison];
const lines = bodies.map((body) => (typeof body === "string" ? body : JSON.stringify(body)));
writeFileSync(process.argv[2] ?? join(import.meta.dirname, "employees.jsonl"), `${lines.join("\n")}\n`);
