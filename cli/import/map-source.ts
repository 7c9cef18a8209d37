import * as z from "zod";
import { members } from "../../config/known-members.ts";
import { label } from "../../events/schema.ts";

/**
 * The shape of a roster map, as it is written. Editors get it as roster-map.schema.json; docs/import.md explains it.
 * What one member demands of another is in compile-map.ts.
 */

const text = z.string().trim().min(1, "expected a text");
const template = text.describe("A text with columns in it, such as {FirstName} {LastName}; a constant without one");

/** A text, or a text whose value is looked up. */
const field = z.union(
  [
    template,
    members({
      from: template,
      values: z.record(z.string(), text).describe("What each value of the column means"),
      otherwise: text.describe("What any other value means; without it such a row is refused").optional(),
    }),
  ],
  { error: "expected a text such as {Column}, or { from: …, values: … }" },
);

/** A moment: a text, or a text with a format of its own. */
const moment = z.union(
  [template, members({ from: template, format: text.describe("Such as dd-MMM-yy, if it is not `dates`") })],
  { error: "expected a text such as {Column}, or { from: …, format: … }" },
);

/** Every column must have one of its values. */
const conditions = z
  .record(z.string(), z.union([z.string(), z.array(z.string()).min(1, "expected at least one value")]))
  .refine((given) => Object.keys(given).length > 0, "expected at least one column with its values")
  .describe('Columns, each with a value or a list of them; "" is a blank, "*" is anything but a blank');

const attributeName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,256}$/, "expected a name of letters, digits, `_`, `.` and `-`")
  .refine(
    (name) => !["__proto__", "constructor", "prototype"].includes(name),
    "expected another name: this one is taken",
  );

const source = text.refine(
  (value) => label.safeParse(value).success,
  "expected a text of 1 to 256 printable characters",
);

export const mapSource = members({
  source: source.describe("The CloudEvents source of the events; names this export, and is never changed"),
  delimiter: z.enum([",", ";", "\t", "|"]).describe("What separates values; detected if it is left out").optional(),
  dates: text.describe("How dates are written, such as yyyy-MM-dd or dd-MMM-yy").default("yyyy-MM-dd"),
  timeZone: template.describe("The IANA zone where a day begins and ends, or the column that holds it"),
  rows: members({
    take: conditions.optional(),
    leaveOut: conditions.optional(),
  })
    .describe("Which rows count: those that match `take`, except those that match `leaveOut`")
    .default({}),
  employee: members({
    employeeId: template,
    email: template,
    displayName: template.optional(),
    startDate: moment.describe("From when the row holds; without it, from the export on").optional(),
    role: members({
      title: field,
      department: field,
      level: field.optional(),
      employmentType: field.optional(),
      location: field.optional(),
      attributes: z
        .record(attributeName, field)
        .refine((given) => Object.keys(given).length <= 50, "expected at most 50 attributes")
        .describe("For the license policy")
        .default({}),
    }),
  }),
  leavers: members({
    when: conditions.describe("Which rows are leavers; without it, those that have a last day").optional(),
    lastDay: moment.describe("The last day of work; a leaver without one has left by the export").optional(),
  })
    .refine((leavers) => Object.keys(leavers).length > 0, "expected when, lastDay or both")
    .optional(),
});

export type MapSource = z.infer<typeof mapSource>;
export type FieldSource = z.infer<typeof field>;
export type MomentSource = z.infer<typeof moment>;
export type ConditionsSource = z.infer<typeof conditions>;
