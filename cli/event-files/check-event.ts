import { parseDocument } from "yaml";
import { nearest } from "../../config/nearest.ts";
import { type Path, placeOf } from "../../config/yaml-place.ts";
import { EVENT_KINDS, type EventKind } from "../../domain/facts/hr-event.ts";
import { Failure, type FailureCode } from "../../domain/failures.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { isCloudEvent, isEventBridge, isNotification, unwrap } from "../../events/envelope.ts";
import type { Issue } from "../../events/event-schemas.ts";
import { isObject, type Members } from "../../events/json-object.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { issuesOf } from "../../events/validate.ts";
import { withoutUnset } from "../../events/without-unset.ts";
import { faultOfJson, positionAt } from "./json-fault.ts";
import { misspelled, typedFor } from "./misspelled.ts";
import type { SourceLine } from "./read-bodies.ts";

/**
 * An event that would be dead-lettered at once, with where that shows: `line` and `column` count from 1. `reason` names
 * members and what was expected of them, never a value.
 */
export type BadEvent = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: FailureCode;
  readonly reason: string;
};

/** What is wrong with the event of a line, as the functions will say; undefined if it is a good one. */
export const badEvent = (source: SourceLine, now: Date): BadEvent | undefined => {
  try {
    parseHrEvent(source.body, now);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message } = error;
    const { reason = message, line = 1, column = 1 } = explain(source.body, error);
    // The body may begin within its line, and go on in the next ones.
    const before = line === 1 ? (source.column ?? 1) - 1 : 0;
    return { file: source.file, line: source.line + line - 1, column: before + column, code, reason };
  }
};

type Explained = { readonly reason?: string; readonly line?: number; readonly column?: number };

const explain = (body: string, { code, message }: Failure): Explained => {
  if (code === "MalformedBody") return isJson(body) ? {} : malformed(body);
  if (code === "UnknownEventType") return { reason: message + typeHint(body), ...placeIn(body, ["type"]) };
  if (code === "UnknownEventVersion") return placeIn(body, ["type"]);
  if (code !== "InvalidEvent") return {};
  const members = withoutUnset(unwrap(body));
  const issues = issuesOf(members);
  const [first] = issues;
  if (first === undefined) return placeIn(body, message.startsWith("time:") ? ["time"] : []);
  const hints = misspelled(
    members,
    issues.map(({ path }) => path),
  );
  return { reason: [message, ...hints].join("; "), ...placeIn(body, pathOf(members, first)) };
};

const malformed = (body: string): Explained => {
  const { text, ...position } = faultOfJson(body);
  return { reason: text, ...position };
};

const isJson = (body: string): boolean => {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
};

/** By what differs between the types: the rest of their names is the same. */
const typeHint = (body: string): string => {
  const { type } = unwrap(body);
  const meant = typeof type === "string" ? nearest(type.replace(/^hr\.employee\.|\.v1$/g, ""), EVENT_KINDS) : undefined;
  return meant === undefined ? "" : `; did you mean ${CATALOGUE[meant as EventKind].type}?`;
};

/** The member to look at: the bad one, or what stands in its place. */
const pathOf = (members: Members, { path }: Issue): Path => {
  const typed = typedFor(members, path);
  return [...path.slice(0, -1), typed ?? path.at(-1) ?? ""].map(String);
};

/** Where a member of the event is in its body. What is inside a text begins where that does. */
const placeIn = (body: string, path: Path): Explained => {
  const document = parseDocument(body, { uniqueKeys: false, logLevel: "silent" });
  return positionAt(body, placeOf(document, pathInBody(JSON.parse(body), path)));
};

/** The path through the envelopes, as `unwrap` opens them. */
const pathInBody = (body: Members, path: Path): Path => {
  if (isCloudEvent(body)) return path;
  if (isNotification(body)) return ["Message"];
  if (!isEventBridge(body)) return path;
  const { detail } = body;
  const holdsEvent = isObject(detail) && (isCloudEvent(detail) || isNotification(detail) || isEventBridge(detail));
  if (holdsEvent) return ["detail", ...pathInBody(detail, path)];
  const [first, ...rest] = path;
  if (first === "data") return ["detail", ...rest];
  return first === "type" ? ["detail-type"] : path;
};
