import * as z from "zod/mini";
import type { EventKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "./catalogue.ts";
import { SCHEMAS } from "./schema.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What each member is to an HR team. Kept out of the zod schemas, which every Lambda loads. */
const MEMBERS: Readonly<Record<string, string>> = {
  specversion: "The version of CloudEvents.",
  id: "The event's own ID, 1 to 128 letters, digits and `._:/+=-`. A repeated delivery repeats it; another event of the same source never does.",
  source: "The system that publishes the event.",
  time: "When HR published the event: RFC 3339 with an offset. Of two events effective at once, the later one counts.",
  datacontenttype: "The media type of `data`, if it is given: JSON.",
  type: "What happened; `.v1` is the version of the shape of `data`.",
  data: "The employee as of `effectiveAt`.",
  "data.employeeId":
    "HR's ID of the employee: 1 to 64 letters, digits, `.`, `_` and `-`. Never another one for the same person.",
  "data.email": "The work email address: exactly one, at most 254 characters. Capitals do not matter.",
  "data.displayName": "The employee's name as colleagues know it.",
  "data.effectiveAt":
    "From when the role holds: RFC 3339 with an offset. An event that lies ahead is held back, never applied early.",
  "data.role": "The whole role, not only what changed.",
  "data.role.title": "The job title.",
  "data.role.department": "The department's name.",
  "data.role.level": "The job level, a whole number from -(2^53 - 1) to 2^53 - 1.",
  "data.role.employmentType": "The kind of contract, such as `regular`, `contractor` or `intern`.",
  "data.role.location": "Where the employee works, such as a country code.",
  "data.role.attributes":
    "Anything else that the license policy asks for, at most 50 members; none is called `constructor` or `prototype`.",
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

/** What the example of each kind has of its own. */
const EXAMPLES: Readonly<Record<EventKind, { readonly id: string; readonly role: object; readonly data?: object }>> = {
  hired: { id: "5b1f3c0e-hire", role: ROLE },
  "role-changed": {
    id: "5b1f3c0e-change",
    role: { ...ROLE, title: "Sales Manager", level: 5 },
    data: { previousRole: ROLE },
  },
};

const exampleOf = (kind: EventKind): object => {
  const { id, role, data } = EXAMPLES[kind];
  return {
    specversion: "1.0",
    id,
    source: "/hr/workforce",
    type: CATALOGUE[kind].type,
    time: "2026-02-20T08:15:00+01:00",
    datacontenttype: "application/json",
    data: {
      employeeId: "E2001",
      email: "noor.haddad@example.com",
      displayName: "Noor Haddad",
      effectiveAt: "2026-03-01T00:00:00Z",
      role,
      ...data,
    },
  };
};

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
    examples: [exampleOf(kind)],
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
