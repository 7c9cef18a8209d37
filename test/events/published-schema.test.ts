import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { CATALOGUE, kindOfType } from "../../events/catalogue.ts";
import { parseHrEvent } from "../../events/parse.ts";
import hiredSchema from "../../events/schemas/hr.employee.hired.v1.json" with { type: "json" };
import roleChangedSchema from "../../events/schemas/hr.employee.role-changed.v1.json" with { type: "json" };
import { NOW } from "../support/hr-events.ts";
import { fixtures, refused } from "./hr-fixtures.ts";

const ajv = ajvFormats.default(new Ajv2020({ allErrors: true, unicodeRegExp: true }));
const validators = { hired: ajv.compile(hiredSchema), "role-changed": ajv.compile(roleChangedSchema) };

const isCloudEvent = (body: unknown): body is { type: unknown } =>
  typeof body === "object" && body !== null && "type" in body;
const errorsOf = (body: unknown) => {
  const validate = validators[(isCloudEvent(body) ? kindOfType(body.type) : undefined) ?? "hired"];
  return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath);
};

/** The parser accepts blanks around text; the schema, which is for senders, does not. */
const FORGIVEN = "hired-as-exports-are.json";
const bareEvents = fixtures("valid").filter(({ file, text }) => file !== FORGIVEN && isCloudEvent(JSON.parse(text)));

/** A pattern cannot check the year 9999 in UTC. */
const INEXPRESSIBLE = ["time-beyond-year-9999.json"];
const badEvents = fixtures("invalid").filter(({ file, text }) => {
  const { body, code } = refused(text);
  return isCloudEvent(body) && code !== "BodyTooDeep" && !INEXPRESSIBLE.includes(file);
});

describe("a JSON Schema validator with the published schemas", () => {
  test("has events to validate", () => {
    expect([bareEvents.length >= 5, badEvents.length >= 30]).toEqual([true, true]);
  });

  test.each(bareEvents)("accepts $file", ({ text }) => {
    expect(errorsOf(JSON.parse(text))).toEqual([]);
  });

  test.each(badEvents)("rejects $file", ({ text }) => {
    expect(errorsOf(refused(text).body)).not.toEqual([]);
  });
});

describe.each([hiredSchema, roleChangedSchema])("the schema $title", (schema) => {
  test("has an example that it and the parser accept", () => {
    const [example] = schema.examples;
    expect(errorsOf(example)).toEqual([]);
    expect(`urn:seatkeeper:${CATALOGUE[parseHrEvent(JSON.stringify(example), NOW).fact.kind].type}`).toBe(schema.$id);
  });

  test("describes every member", () => {
    expect(undescribed(schema)).toEqual([]);
  });
});

type Described = { readonly description?: string; readonly properties?: object };

/** The paths of members without a description. */
const undescribed = (schema: Described, path = ""): readonly string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, member]: [string, Described]) => [
    ...(member.description === undefined ? [`${path}/${name}`] : []),
    ...undescribed(member, `${path}/${name}`),
  ]);
