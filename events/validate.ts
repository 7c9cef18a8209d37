import { EVENT_KINDS, type EventKind } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { DETAIL_TYPES, EVENT_TYPES, kindOfType } from "./catalogue.ts";
import type { Unwrapped } from "./envelope.ts";
import { type Issue, SCHEMAS, type ValidEvent } from "./event-schemas.ts";
import type { Members } from "./json-object.ts";
import { subjectOf } from "./subject.ts";

/** How many bad members one message names; it is written to logs and into a message attribute. */
const MAX_NAMED = 5;

type TypeOf = Pick<Unwrapped, "typeIsDetailType">;

/**
 * Checks an unwrapped event against the schema of its type; members that the schema does not know are gone afterwards.
 * @throws Failure `UnknownEventType`, `UnknownEventVersion`, `InvalidEvent`: names the bad members and what was
 * expected. `typeIsDetailType` says that whoever published it calls the type so.
 */
export const validate = (members: Members, { typeIsDetailType = false }: TypeOf = {}): ValidEvent => {
  const kind = requireKnownKind(members, typeIsDetailType);
  const result = SCHEMAS[kind].safeParse(members);
  if (result.success) return { kind, event: result.data } as ValidEvent;
  const problems = [...new Set(result.error.issues.map(describe))];
  const rest = problems.length - MAX_NAMED;
  const message = problems.slice(0, MAX_NAMED).join("; ") + (rest > 0 ? `; and ${rest} more` : "");
  throw new Failure("InvalidEvent", message, { subject: subjectOf(members) });
};

const KNOWN_IN_SOME_VERSION = new RegExp(`^hr\\.employee\\.(?:${EVENT_KINDS.join("|")})\\.v\\d+$`);

const requireKnownKind = (members: Members, typeIsDetailType: boolean): EventKind => {
  const { type } = members;
  const kind = kindOfType(type);
  if (kind !== undefined) return kind;
  // An envelope may have either name: whoever chose the one is told of the like.
  const names = typeIsDetailType && !String(type).startsWith("hr.") ? DETAIL_TYPES : EVENT_TYPES;
  const expected = `${typeIsDetailType ? "detail-type" : "type"}: expected ${names.join(" or ")}`;
  throw new Failure(codeOf(type), expected, { subject: subjectOf(members) });
};

const codeOf = (type: unknown) => {
  if (typeof type !== "string") return "InvalidEvent";
  return KNOWN_IN_SOME_VERSION.test(type) ? "UnknownEventVersion" : "UnknownEventType";
};

/**
 * What is wrong with an unwrapped event, member by member, for who shows where that is; nothing of an event whose type
 * is not known.
 */
export const issuesOf = (members: Members): readonly Issue[] => {
  const kind = kindOfType(members["type"]);
  return kind === undefined ? [] : (SCHEMAS[kind].safeParse(members).error?.issues ?? []);
};

const describe = ({ path, message }: Issue): string => `${memberPath(path)}: expected ${message}`;

/** Names of attributes come from outside too: one is named only if it looks like a name, and not like an email. */
const memberPath = (path: readonly PropertyKey[]): string =>
  path.map((name) => (/^[\w-]{1,64}$/.test(String(name)) ? String(name) : "…")).join(".");
