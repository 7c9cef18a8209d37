import * as z from "zod/mini";
import type { EventKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "./catalogue.ts";
import { SCHEMAS } from "./event-schemas.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What each member is to an HR team. Kept out of the zod schemas, which every Lambda loads. */
const MEMBERS: Readonly<Record<string, string>> = {
  specversion: "The version of CloudEvents.",
  id: "The event's own ID, 1 to 128 letters, digits and `._:/+=-`. A repeated delivery repeats it; another event of the same source never does.",
  source: "The system that publishes the event.",
  time: "When HR published the event: RFC 3339 with an offset. Nothing counts before it was published.",
  sequence:
    "Which of two events comes later that HR published at the same time: numbers are compared as numbers, else as text.",
  datacontenttype: "The media type of `data`, if it is given: JSON.",
  type: "What happened; `.v1` is the version of the shape of `data`.",
  data: "What the event says of the employee.",
  "data.employeeId":
    "HR's ID of the employee: 1 to 64 letters, digits, `.`, `_` and `-`. Never another one for the same person.",
  "data.email": "The work email address: exactly one, at most 254 characters. Capitals do not matter.",
  "data.displayName": "The employee's name as colleagues know it.",
  "data.effectiveAt":
    "From when it holds: RFC 3339 with an offset. What lies ahead is kept, and applied when it is due.",
  "data.effectiveDate": "In place of `effectiveAt`: the day with whose start it holds, where `timeZone` is.",
  "data.lastDay": "In place of `effectiveAt`: the last day on which the employee works here. It counts to its end.",
  "data.timeZone": "The IANA time zone of the day, such as `Europe/Berlin`. Only with a day.",
  "data.role": "The whole role, not only what changed.",
  "data.role.title": "The job title.",
  "data.role.department": "The department's name.",
  "data.role.level": "The job level, a whole number from -(2^53 - 1) to 2^53 - 1.",
  "data.role.employmentType": "The kind of contract, such as `regular`, `contractor` or `intern`.",
  "data.role.location": "Where the employee works, such as a country code.",
  "data.role.attributes":
    "Anything else that the license policy asks for, at most 50 members; none is called `constructor` or `prototype`.",
  "data.cancels":
    "The ID of the event that is taken back: an earlier one of the same source, about this employee, not yet effective.",
  "data.previousRole": "The role before the change, for whoever reads the event. Neither checked nor kept.",
};

const ROLE = {
  title: "Account Executive",
  department: "Sales",
  level: 4,
  employmentType: "regular",
  location: "US",
  attributes: { costCenter: "421", remote: true },
};

const ACTIVE = {
  employeeId: "E2001",
  email: "noor.haddad@example.com",
  displayName: "Noor Haddad",
  effectiveAt: "2026-03-01T00:00:00Z",
  role: ROLE,
};

/** What the examples of each kind have of their own: a hire, two changes, one of which is taken back, and a leave. */
const EXAMPLES: Readonly<Record<EventKind, readonly { readonly id: string; readonly data: object }[]>> = {
  hired: [{ id: "5b1f3c0e-hire", data: ACTIVE }],
  "role-changed": [
    {
      id: "5b1f3c0e-change",
      data: { ...ACTIVE, role: { ...ROLE, title: "Sales Manager", level: 5 }, previousRole: ROLE },
    },
    {
      id: "5b1f3c0e-move",
      data: {
        employeeId: ACTIVE.employeeId,
        email: ACTIVE.email,
        effectiveDate: "2026-09-01",
        timeZone: "America/New_York",
        role: { ...ROLE, location: "CA" },
      },
    },
  ],
  left: [
    {
      id: "5b1f3c0e-leave",
      data: { employeeId: ACTIVE.employeeId, lastDay: "2027-01-31", timeZone: "America/New_York" },
    },
  ],
  "change-cancelled": [{ id: "5b1f3c0e-cancel", data: { employeeId: ACTIVE.employeeId, cancels: "5b1f3c0e-move" } }],
};

const examplesOf = (kind: EventKind): readonly object[] =>
  EXAMPLES[kind].map(({ id, data }) => ({
    specversion: "1.0",
    id,
    source: "/hr/workforce",
    type: CATALOGUE[kind].type,
    time: "2026-02-20T08:15:00+01:00",
    datacontenttype: "application/json",
    data,
  }));

/**
 * The JSON Schema (2020-12) of an event for those who send it. It is what a clean event looks like: what the parser
 * forgives, such as blanks around text and null, it refuses. Members that it does not name are ignored.
 */
export const publishedSchema = (kind: EventKind): JsonSchema => {
  const { type, title } = CATALOGUE[kind];
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:seatkeeper:${type}`,
    title,
    description: `A CloudEvents 1.0 event in JSON of type ${type}. The contract in words: docs/events.md.`,
    ...described(z.toJSONSchema(SCHEMAS[kind], { io: "input", target: "draft-2020-12" })),
    examples: [...examplesOf(kind)],
  };
};

/**
 * The schema with the descriptions of its members, by their path: zod's own go with the schema object, which members
 * share.
 */
const described = (schema: JsonSchema, path: readonly string[] = []): JsonSchema => {
  const description = MEMBERS[path.join(".")];
  const members = Object.entries(schema.properties ?? {}) as [string, JsonSchema][];
  const properties = Object.fromEntries(members.map(([name, member]) => [name, described(member, [...path, name])]));
  return {
    ...(description === undefined ? {} : { description }),
    ...schema,
    ...(members.length === 0 ? {} : { properties }),
  };
};
