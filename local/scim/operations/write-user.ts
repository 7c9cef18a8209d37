import { randomUUID } from "node:crypto";
import { isObject, isUnassigned, type JsonObject, withMember } from "../json-object.ts";
import { operationsOf, type PatchOperation, patched, withPaths } from "../patch.ts";
import type { Profile } from "../profile.ts";
import type { Entry } from "../resource-store.ts";
import { badRequest, notFound, ScimError } from "../scim-error.ts";
import { withSeatOf } from "../seat.ts";
import { checkedUser, requireAttributes, withDefaults } from "../user.ts";
import { isVisible } from "./list-users.ts";
import { type Answer, hasEffect, type Operation, type ScimRequest } from "./operation.ts";
import { headersOf, projected, requireVersion, userBody } from "./present.ts";

export const getUser: Operation = (request) => answerOf(request, entryOf(request), true);

export const createUser: Operation = (request) => {
  const { profile, directory, now } = request;
  const asked = objectIn(request);
  requireAttributes(profile, asked);
  const attributes = applicable(request, {}, checkedUser(profile, asked));
  requireUniqueName(request, attributes);
  const isKept = !hasEffect(request, "without-effect");
  const entry = isKept
    ? directory.users.add(randomUUID(), attributes, "scim")
    : ({ id: randomUUID(), attributes, madeBy: "scim", createdAt: now, changedAt: now, version: 1 } as const);
  const { body, headers, ...answer } = answerOf(request, entry, isKept);
  const location = `${request.base}/Users/${entry.id}`;
  return { ...answer, status: 201, ...(body && { body }), headers: { ...headers, location } };
};

/** PUT: what the body leaves out is gone, or stays with a vendor whose PUT merges. */
export const replaceUser: Operation = (request) => {
  const { put } = request.profile;
  const entry = entryOf(request);
  const asked = objectIn(request);
  return changed(request, entry, put === "merges" ? merged(entry.attributes, asked) : asked);
};

export const patchUser: Operation = (request) => {
  const { profile } = request;
  const entry = entryOf(request);
  const operations = effective(profile, operationsOf(request.body));
  return changed(request, entry, patched(entry.attributes, operations, profile.extensions));
};

export const deleteUser: Operation = (request) => {
  const { profile, directory } = request;
  const entry = entryOf(request);
  requireVersion(request, entry);
  const committed = !hasEffect(request, "without-effect");
  if (committed && profile.delete === "deletes") directory.removeUser(entry);
  else if (committed) directory.users.change(entry, { ...entry.attributes, active: false });
  return { status: 204, userIds: [entry.id], committed };
};

/** What is left of a PATCH with a vendor that takes the rest, too, and does nothing about it. */
const effective = ({ patch }: Profile, operations: readonly PatchOperation[]): readonly PatchOperation[] => {
  if (patch === "full") return operations;
  if (patch === "no-filter-paths") return operations.filter(({ path }) => !path?.includes("["));
  return operations.flatMap(withPaths).filter(({ path, value }) => path === "active" && value === false);
};

const changed = (request: ScimRequest, entry: Entry, asked: JsonObject): Answer => {
  const { profile, directory, behavior } = request;
  requireVersion(request, entry);
  const wanted = applicable(request, entry.attributes, checkedUser(profile, asked));
  requireUniqueName(request, wanted, entry.id);
  if (!hasEffect(request, "without-effect")) return answerOf(request, directory.users.change(entry, wanted), true);
  return answerOf(request, behavior.fault?.claims ? { ...entry, attributes: wanted } : entry, false);
};

/** With the fault `seat-not-applied` the seat stays as it was. */
const applicable = (request: ScimRequest, before: JsonObject, wanted: JsonObject): JsonObject =>
  hasEffect(request, "seat-not-applied")
    ? withDefaults(request.profile, withSeatOf(request.profile.seat, before, wanted))
    : wanted;

const merged = (before: JsonObject, changes: JsonObject): JsonObject =>
  Object.entries(changes).reduce((kept, [name, value]) => {
    const old = kept[name];
    if (isUnassigned(value)) return withMember(kept, name, undefined);
    return withMember(kept, name, isObject(old) && isObject(value) ? merged(old, value) : value);
  }, before);

const answerOf = (request: ScimRequest, entry: Entry, committed: boolean): Answer => ({
  status: 200,
  body: projected(request, userBody(request, entry)),
  headers: headersOf(request, entry),
  userIds: [entry.id],
  committed,
});

/** @throws ScimError 404, also for a user that SCIM does not see */
const entryOf = ({ profile, directory, id }: ScimRequest): Entry => {
  const entry = directory.users.get(id);
  if (entry === undefined || !isVisible(profile, entry)) throw notFound("The user");
  return entry;
};

const objectIn = ({ body }: ScimRequest): JsonObject => {
  if (!isObject(body)) throw badRequest("invalidSyntax", "The body is not an object");
  return body;
};

/** @throws ScimError 409 uniqueness, also for the name of a user that SCIM does not see */
const requireUniqueName = ({ directory }: ScimRequest, { userName }: JsonObject, ownId?: string): void => {
  if (directory.users.named(userName).every(({ id }) => id === ownId)) return;
  throw new ScimError(409, "The userName is in use", { scimType: "uniqueness" });
};
