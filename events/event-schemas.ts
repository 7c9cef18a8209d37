import * as z from "zod/mini";
import type { EventKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "./catalogue.ts";
import { isObject } from "./json-object.ts";
import { date, email, employeeIdSchema, eventIdSchema, label, role, text, time, timeZone } from "./schema.ts";

/** RFC 6838's names, in whatever case: JSON itself, or a format that is JSON. */
const JSON_MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+[/](?:[A-Za-z0-9!#$&^_.+-]+\+)?[Jj][Ss][Oo][Nn](?: *;.*)?$/;

/** Counters are numbers in some systems; the extension has them as text. */
const textOfNumber = (value: unknown): unknown => (Number.isSafeInteger(value) ? String(value) : value);

/**
 * The members around `data`: CloudEvents 1.0 in JSON, as far as Seatkeeper reads it; others are kept out. `sequence` is
 * an extension. Source: cloudevents/spec 1.0.2, extensions/sequence.md.
 */
const context = {
  specversion: z.literal("1.0", "the text 1.0"),
  id: eventIdSchema,
  source: label,
  time,
  sequence: z.optional(z.pipe(z.transform(textOfNumber), label)),
  datacontenttype: z.optional(text("a JSON media type", JSON_MEDIA_TYPE)),
};

const EXPECTED_DATA = "an object: the event's data";

/** A moment, or a day where the employee is; `day` names the member that holds the day. */
const moment = <Day extends string>(day: Day) => {
  const days = { [day]: z.optional(date) } as Record<Day, z.ZodMiniOptional<typeof date>>;
  return { effectiveAt: z.optional(time), ...days, timeZone: z.optional(timeZone) };
};

/** Not both forms, even if they agree: whether they do depends on the time-zone database of the day. */
const oneMoment = (day: string) => {
  const has = (data: unknown, member: string): boolean => isObject(data) && data[member] !== undefined;
  const isOne = (data: unknown): boolean =>
    has(data, day) === has(data, "timeZone") && has(data, day) !== has(data, "effectiveAt");
  return [
    z.refine<object>(isOne, {
      error: `either \`effectiveAt\`, or \`${day}\` with \`timeZone\``,
      when: ({ value }) => isObject(value),
    }),
    z.meta({
      oneOf: [{ required: ["effectiveAt"] }, { required: [day] }],
      dependentRequired: { [day]: ["timeZone"], timeZone: [day] },
    }),
  ] as const;
};

const active = {
  employeeId: employeeIdSchema,
  email,
  displayName: z.optional(label),
  ...moment("effectiveDate"),
  role,
};
/** `previousRole` is for whoever reads the event: Seatkeeper neither checks nor keeps it. */
const changed = { ...active, previousRole: z.optional(z.unknown()) };
const left = { employeeId: employeeIdSchema, ...moment("lastDay") };
const cancellation = { employeeId: employeeIdSchema, cancels: eventIdSchema };

const eventOf = <K extends EventKind, D extends z.ZodMiniType>(kind: K, data: D) =>
  z.object({ ...context, type: z.literal(CATALOGUE[kind].type), data });

const cancelsAnother = ({ id, data }: { readonly id: string; readonly data: { readonly cancels: string } }): boolean =>
  data.cancels !== id;

/** The schema of each kind of event. */
export const SCHEMAS = {
  hired: eventOf("hired", z.object(active, EXPECTED_DATA).check(...oneMoment("effectiveDate"))),
  "role-changed": eventOf("role-changed", z.object(changed, EXPECTED_DATA).check(...oneMoment("effectiveDate"))),
  left: eventOf("left", z.object(left, EXPECTED_DATA).check(...oneMoment("lastDay"))),
  "change-cancelled": eventOf("change-cancelled", z.object(cancellation, EXPECTED_DATA)).check(
    z.refine(cancelsAnother, { error: "the ID of another event", path: ["data", "cancels"] }),
  ),
} as const satisfies Readonly<Record<EventKind, z.ZodMiniType>>;

type ValidEventOf<K extends EventKind> = { readonly kind: K; readonly event: z.infer<(typeof SCHEMAS)[K]> };
/** An event as its schema returns it. */
export type ValidEvent = { [K in EventKind]: ValidEventOf<K> }[EventKind];
export type Issue = z.core.$ZodIssue;
