import { type FailureSubject, PermanentFailure } from "../domain/failure.ts";
import type { AttributeValue, HrEvent, HrEventType, Role } from "../domain/hr-event.ts";
import { digestOf } from "./digest.ts";
import { type Members, parseJson, unwrap } from "./envelope.ts";
import { requireDepth, requireSize } from "./limits.ts";
import { type Issue, SCHEMAS, type ValidEvent } from "./schema.ts";

/**
 * The HR event in a message body: a CloudEvent, or the same data in an EventBridge or SNS envelope.
 * @throws PermanentFailure that names the member and what was expected of it, never the member's value: it may be personal
 */
export const parseHrEvent = (body: unknown): HrEvent => {
  if (typeof body !== "string" || body === "") throw new PermanentFailure("MalformedBody", "the record has no body");
  requireSize(body);
  requireDepth(body);
  const members = unwrap(parseJson(body, "the body"));
  const subject = subjectOf(members);
  return normalize(validate(members, requireKnownType(members["type"], subject), subject));
};

const KNOWN_TYPE = /^hr\.employee\.(hired|role-changed)\.v(\d+)$/;

const requireKnownType = (type: unknown, subject: FailureSubject): HrEventType => {
  if (typeof type === "string" && Object.hasOwn(SCHEMAS, type)) return type as HrEventType;
  const known = Object.keys(SCHEMAS).join(" or ");
  if (typeof type === "string" && KNOWN_TYPE.test(type)) {
    throw new PermanentFailure("UnknownEventVersion", `type has a version that is not known here: expected ${known}`, { subject });
  }
  if (typeof type === "string") throw new PermanentFailure("UnknownEventType", `type: expected ${known}`, { subject });
  throw new PermanentFailure("InvalidEvent", `type: expected ${known}`, { subject });
};

const validate = (members: Members, type: HrEventType, subject: FailureSubject): ValidEvent => {
  const result = SCHEMAS[type].safeParse(members);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 5).map(describe);
  throw new PermanentFailure("InvalidEvent", [...new Set(problems)].join("; "), { subject });
};

const describe = ({ path, message }: Issue): string => `${memberPath(path)}: expected ${message}`;

/** Names of members come from outside too: one of an attribute is given only where it looks like a name. */
const memberPath = (path: readonly PropertyKey[]): string =>
  path.map((name) => (/^[\w-]{1,64}$/.test(String(name)) ? String(name) : "…")).join(".");

const normalize = ({ id, source, type, time, data }: ValidEvent): HrEvent => {
  const { employeeId, email, displayName, effectiveAt, role } = data;
  const content = {
    id,
    source,
    type,
    occurredAt: new Date(time).toISOString(),
    effectiveAt: new Date(effectiveAt).toISOString(),
    employeeId,
    email: email.toLowerCase(),
    ...(displayName === undefined ? {} : { displayName }),
    role: normalizeRole(role),
  };
  return { ...content, digest: digestOf(content) };
};

const normalizeRole = ({ title, department, level, employmentType, location, attributes = {} }: ValidEvent["data"]["role"]): Role => ({
  title,
  department,
  ...(level === undefined ? {} : { level }),
  ...(employmentType === undefined ? {} : { employmentType }),
  ...(location === undefined ? {} : { location }),
  attributes: trimmed(attributes),
});

const trimmed = (attributes: Readonly<Record<string, AttributeValue>>): Role["attributes"] =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]));

/** Whom a bad event is about, as far as these members can be told from text that is anything else. */
const subjectOf = ({ id, data }: Members): FailureSubject => {
  const employeeId = typeof data === "object" && data !== null ? (data as Members)["employeeId"] : undefined;
  return {
    ...(isIdentifier(id) ? { eventId: id } : {}),
    ...(isIdentifier(employeeId) ? { employeeId } : {}),
  };
};

const isIdentifier = (value: unknown): value is string => typeof value === "string" && /^[\w.:/-]{1,128}$/.test(value);
