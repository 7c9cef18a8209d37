import { type Schema, Validator } from "@cfworker/json-schema";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { RE2JS } from "re2js";
import type { EventKind } from "../../domain/facts/hr-event.ts";
import changeCancelled from "../../events/schemas/hr.employee.change-cancelled.v1.json" with { type: "json" };
import hired from "../../events/schemas/hr.employee.hired.v1.json" with { type: "json" };
import left from "../../events/schemas/hr.employee.left.v1.json" with { type: "json" };
import roleChanged from "../../events/schemas/hr.employee.role-changed.v1.json" with { type: "json" };

/** The published schemas, as committed. */
export const PUBLISHED = {
  hired,
  "role-changed": roleChanged,
  left,
  "change-cancelled": changeCancelled,
} satisfies Readonly<Record<EventKind, object>>;

type Accepts = (kind: EventKind, body: unknown) => boolean;

/** RE2, which Go and many gateways validate with, in place of JavaScript's regular expressions. */
const re2 = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: "RE2JS.compile" });

const ajvWith = (code: object): Accepts => {
  const ajv = ajvFormats.default(new Ajv2020({ unicodeRegExp: true, code }));
  for (const [kind, schema] of Object.entries(PUBLISHED)) ajv.addSchema(schema, kind);
  return (kind, body) => ajv.validate(kind, body);
};

const cfworker: Accepts = (kind, body) => new Validator(PUBLISHED[kind] as Schema, "2020-12").validate(body).valid;

/** Whether a validator of another make accepts a body by the published schema. */
export const VALIDATORS: Readonly<Record<string, Accepts>> = {
  "Ajv with JavaScript's regular expressions": ajvWith({}),
  "Ajv with RE2": ajvWith({ regExp: re2 }),
  "@cfworker/json-schema": cfworker,
};
