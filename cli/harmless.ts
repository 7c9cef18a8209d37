/** What may be shown of a body that anybody may have sent: values that, where they stand, cannot be personal. */
import type * as z from "zod/mini";
import { EVENT_TYPES } from "../events/catalogue.ts";
import { RESYNC_TYPE } from "../events/resync.ts";
import { employeeIdSchema, eventIdSchema } from "../events/schema.ts";

/** Whether a value may be shown. */
export type Harmless = (value: unknown) => boolean;
/** The members of an object that may be shown, each with what it must be or hold. */
export type Shape = { readonly [member: string]: Shape | Harmless };

const matching =
  (pattern: RegExp): Harmless =>
  (value) =>
    typeof value === "string" && value.length <= 64 && pattern.test(value);

const valid =
  (schema: z.ZodMiniType): Harmless =>
  (value) =>
    schema.safeParse(value).success;

const time = matching(/^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?$/);
const version = matching(/^\d{1,2}(\.\d{1,2})?$/);
/** A type of the catalogue, or one that looks like it: of those that Seatkeeper refuses an operator wants the name. */
const type: Harmless = (value) =>
  EVENT_TYPES.some((known) => known === value) ||
  value === RESYNC_TYPE ||
  matching(/^(hr\.)?employee\.[a-z]+(-[a-z]+)*(\.v\d{1,2})?$/)(value) ||
  value === "Notification";

/** A zone that exists: any other text may be a name. */
const TIME_ZONES: ReadonlySet<unknown> = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);

/** No title, department or location: who is the only one of her kind is named by them. */
const data = {
  employeeId: valid(employeeIdSchema),
  effectiveAt: time,
  effectiveDate: time,
  lastDay: time,
  timeZone: (value) => TIME_ZONES.has(value),
  publishedAt: time,
  cancels: valid(eventIdSchema),
  because: matching(
    /^(?:OtherFunction|NoHireYet|AddressInUse|CreationInDoubt|InvitationPending|DirectoryThrottled|NotYetEffective|Operator|Due)$/,
  ),
  role: { level: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 100 },
} satisfies Shape;

const event = {
  specversion: version,
  id: valid(eventIdSchema),
  type,
  time,
  sequence: matching(/^\d{1,20}$/),
  datacontenttype: matching(/^application\/([a-z.]+\+)?json$/),
  data,
} satisfies Shape;

/** The members of EventBridge's envelope and of SNS's, apart from what they hold. */
const envelope = { version, "detail-type": type, Type: type, MessageId: matching(/^[0-9a-f-]{36}$/), Timestamp: time };

/** EventBridge's `detail` may be an event, or the data alone. */
const object: Shape = { ...event, ...data, ...envelope };
const around = (held: Shape): Shape => ({ ...object, detail: held, Message: held });

/** An event in as many envelopes as Seatkeeper opens (events/envelope.ts). */
export const SHOWN = around(around(around(object)));
