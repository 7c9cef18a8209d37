import { randomUUID } from "node:crypto";
import type { Directory } from "../directory.ts";
import { type Filter, matches, parseFilter, segmentsOf } from "../filter.ts";
import { type JsonObject, memberOf } from "../json-object.ts";
import type { Profile } from "../profile.ts";
import { type Entry, entryAttributes } from "../resource-store.ts";
import { badRequest } from "../scim-error.ts";
import { hasEffect, type Operation, type ScimRequest } from "./operation.ts";
import { pageOf } from "./page.ts";
import { projected, userBody } from "./present.ts";

export const listUsers: Operation = (request) =>
  pageOf(request, found(request), (entry) =>
    projected(request, withoutHidden(request.profile, userBody(request, entry))),
  );

/** Whether SCIM sees a user. */
export const isVisible = ({ seesOthers }: Profile, { madeBy }: Entry): boolean => seesOthers || madeBy === "scim";

const withoutHidden = ({ hiddenInLists }: Profile, user: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(user).filter(([name]) => !hiddenInLists.includes(name)));

const found = (request: ScimRequest): readonly Entry[] => {
  const { profile, directory, query, behavior, now } = request;
  const isShown = (entry: Entry) => isVisible(profile, entry) && now - entry.createdAt >= behavior.findLagMs;
  const text = query.get("filter");
  if (text === null || hasEffect(request, "filter-ignored")) return directory.users.all().filter(isShown);
  if (hasEffect(request, "filter-unsupported")) return [];
  const filter = allowed(profile, parseFilter(text, profile.extensions));
  const isHit = (entry: Entry) => matches(filter, entryAttributes(entry), behavior.filterCase === "exact");
  const hits = candidates(directory, filter).filter((entry) => isShown(entry) && isHit(entry));
  return hasEffect(request, "two-hits") ? hits.flatMap((entry) => [entry, { ...entry, id: randomUUID() }]) : hits;
};

/** A search by name looks at the users of that name alone: an emulated directory may have thousands. */
const candidates = ({ users }: Directory, filter: Filter): readonly Entry[] => {
  const [first] = filter;
  const isByName = first !== undefined && "value" in first && first.path.join().toLowerCase() === "username";
  return isByName ? users.named(first.value) : users.all();
};

/** The filter by the attributes that it means. @throws ScimError 400 invalidFilter for what the vendor does not know */
const allowed = ({ filterBy, filterAnd }: Profile, filter: Filter): Filter => {
  if (filter.length > 1 && !filterAnd) throw badRequest("invalidFilter", 'The filter knows no "and"');
  if (filterBy === undefined) return filter;
  return filter.map((term) => {
    const meant = memberOf(filterBy, term.path.join("."));
    if (typeof meant === "string" && "value" in term) return { ...term, path: segmentsOf(meant, []) };
    throw badRequest("invalidFilter", `The filter knows ${Object.keys(filterBy).join(", ")}`);
  });
};
