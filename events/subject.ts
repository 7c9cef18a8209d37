import type * as z from "zod/mini";
import type { FailureSubject } from "../domain/failures.ts";
import { isObject, type Members } from "./json-object.ts";
import { employeeIdSchema, eventIdSchema } from "./schema.ts";

/**
 * Whom a refused event is about: its IDs if they are valid, whatever else is wrong with it, so that its dead letter can
 * name them. What is no good ID may be anything, personal data too, and is left out.
 */
export const subjectOf = ({ id, data }: Members): FailureSubject => {
  const eventId = read(eventIdSchema, id);
  const employeeId = isObject(data) ? read(employeeIdSchema, data["employeeId"]) : undefined;
  return { ...(eventId === undefined ? {} : { eventId }), ...(employeeId === undefined ? {} : { employeeId }) };
};

const read = (schema: z.ZodMiniString, value: unknown): string | undefined => schema.safeParse(value).data;
