import type { Directory } from "../directory.ts";
import { matches, parseFilter } from "../filter.ts";
import { isObject, type JsonObject } from "../json-object.ts";
import { operationsOf, patched } from "../patch.ts";
import { type Entry, entryAttributes } from "../resource-store.ts";
import { badRequest, notFound } from "../scim-error.ts";
import { type Answer, hasEffect, type Operation, type ScimRequest } from "./operation.ts";
import { pageOf } from "./page.ts";
import { groupBody, headersOf, projected, requireVersion } from "./present.ts";

export const listGroups: Operation = (request) => {
  const { directory, query, behavior } = request;
  const text = query.get("filter");
  const filter = text === null ? [] : parseFilter(text, []);
  const isHit = (entry: Entry) => matches(filter, entryAttributes(entry), behavior.filterCase === "exact");
  return pageOf(request, directory.groups.all().filter(isHit), (entry) =>
    projected(request, groupBody(request, entry)),
  );
};

export const getGroup: Operation = (request) => answerOf(request, entryOf(request), true);

/** PATCH, mostly of members. @throws ScimError 400 invalidValue for a member that is no user */
export const patchGroup: Operation = (request) => {
  const { directory, profile, behavior } = request;
  const entry = entryOf(request);
  requireVersion(request, entry);
  const wanted = patched(entry.attributes, operationsOf(request.body), []);
  requireMembers(directory, wanted);
  const committed = !hasEffect(request, "without-effect");
  const after = committed ? directory.groups.change(entry, wanted) : entry;
  if (profile.groupPatch === "nothing")
    return { status: 204, headers: headersOf(request, after), userIds: [], committed };
  return answerOf(request, behavior.fault?.claims ? { ...after, attributes: wanted } : after, committed);
};

const requireMembers = ({ users }: Directory, { members = [] }: JsonObject): void => {
  const isMember = (member: unknown) => isObject(member) && users.get(String(member["value"])) !== undefined;
  if (!Array.isArray(members) || !members.every(isMember)) throw badRequest("invalidValue", "A member is not a user");
};

const answerOf = (request: ScimRequest, entry: Entry, committed: boolean): Answer => ({
  status: 200,
  body: projected(request, groupBody(request, entry)),
  headers: headersOf(request, entry),
  userIds: [],
  committed,
});

const entryOf = ({ directory, id }: ScimRequest): Entry => {
  const entry = directory.groups.get(id);
  if (entry === undefined) throw notFound("The group");
  return entry;
};
