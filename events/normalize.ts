import type { HrEvent, Role } from "../domain/facts/hr-event.ts";
import { digestOf } from "./digest.ts";
import type { ValidEvent } from "./schema.ts";

/**
 * The event in the domain's words. The digest covers all of it but `source`: that says who sent the event, not what happened, and
 * the same facts sent again by a publisher that was moved or renamed are a duplicate, not another event under a used ID.
 */
export const normalize = ({ id, source, type, time, data }: ValidEvent): HrEvent => {
  const { employeeId, email, displayName, effectiveAt, role } = data;
  const content = {
    id,
    type,
    occurredAt: new Date(time).toISOString(),
    effectiveAt: new Date(effectiveAt).toISOString(),
    employeeId,
    email: email.toLowerCase(),
    ...(displayName === undefined ? {} : { displayName }),
    role: normalizeRole(role),
  };
  return { ...content, source, digest: digestOf(content) };
};

type ValidRole = ValidEvent["data"]["role"];

const normalizeRole = ({ title, department, level, employmentType, location, attributes = {} }: ValidRole): Role => ({
  title,
  department,
  ...(level === undefined ? {} : { level }),
  ...(employmentType === undefined ? {} : { employmentType }),
  ...(location === undefined ? {} : { location }),
  attributes,
});
