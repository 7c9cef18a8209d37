import * as z from "zod/mini";
import type { WaitReason } from "../domain/employee-record.ts";
import { Failure } from "../domain/failures.ts";
import type { Members } from "./json-object.ts";
import { employeeIdSchema, eventIdSchema, time } from "./schema.ts";
import { subjectOf } from "./subject.ts";

/** The one type of message that Seatkeeper sends to its own queues: it carries no fact, only whom to look at again. */
export const RESYNC_TYPE = "seatkeeper.resync.v1";
const SOURCE = "/seatkeeper";

/** Why an employee is looked at again. */
export type ResyncReason = WaitReason | "NotYetEffective" | "Operator" | "Due";

export type Resync = { readonly employeeId: string; readonly because: ResyncReason };

/** A resync as a CloudEvent, to any of the queues of HR events. `id` tells one sending from the next. */
export const resyncBody = ({ employeeId, because }: Resync, id: string, now: Date): string =>
  JSON.stringify({
    specversion: "1.0",
    id,
    source: SOURCE,
    type: RESYNC_TYPE,
    time: now.toISOString(),
    data: { employeeId, because },
  });

const REASONS = Object.keys({
  OtherFunction: true,
  NoHireYet: true,
  AddressInUse: true,
  CreationInDoubt: true,
  InvitationPending: true,
  DirectoryThrottled: true,
  NotYetEffective: true,
  Operator: true,
  Due: true,
} satisfies Readonly<Record<ResyncReason, true>>) as ResyncReason[];

const schema = z.strictObject({
  specversion: z.literal("1.0"),
  id: eventIdSchema,
  source: z.literal(SOURCE),
  type: z.literal(RESYNC_TYPE),
  time,
  data: z.strictObject({ employeeId: employeeIdSchema, because: z.enum(REASONS) }),
});

export const isResync = ({ type }: Members): boolean => type === RESYNC_TYPE;

/**
 * Reads what `resyncBody` wrote; only Seatkeeper sends it, so nothing is forgiven.
 * @throws Failure `InvalidEvent`
 */
export const toResync = (members: Members): Resync => {
  const result = schema.safeParse(members);
  if (result.success) return result.data.data;
  throw new Failure("InvalidEvent", "expected a resync message as Seatkeeper sends it", {
    subject: subjectOf(members),
  });
};
