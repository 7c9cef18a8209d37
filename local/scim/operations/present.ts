import { membersOf } from "../directory.ts";
import { type JsonObject, keyIn } from "../json-object.ts";
import type { Entry } from "../resource-store.ts";
import { ScimError } from "../scim-error.ts";
import type { ScimRequest } from "./operation.ts";

/** A user as SCIM shows it; `groups` is computed. */
export const userBody = (request: ScimRequest, entry: Entry): JsonObject => {
  const groups = request.directory
    .groupsOf(entry.id)
    .map(({ id, attributes }) => ({ value: id, display: attributes["displayName"] }));
  return { ...resource(request, entry, "User"), ...(groups.length > 0 && { groups }) };
};

export const groupBody = (request: ScimRequest, entry: Entry): JsonObject => ({
  ...resource(request, entry, "Group"),
  members: membersOf(entry),
});

const resource = ({ profile, base }: ScimRequest, entry: Entry, resourceType: "User" | "Group"): JsonObject => ({
  ...entry.attributes,
  id: entry.id,
  meta: {
    resourceType,
    created: new Date(entry.createdAt).toISOString(),
    lastModified: new Date(entry.changedAt).toISOString(),
    location: `${base}/${resourceType}s/${encodeURIComponent(entry.id)}`,
    ...(profile.etags && { version: etagOf(entry) }),
  },
});

/** The headers of a response that shows one resource. */
export const headersOf = ({ profile }: ScimRequest, entry: Entry): Readonly<Record<string, string>> =>
  profile.etags ? { etag: etagOf(entry) } : {};

const etagOf = ({ version }: Entry): string => `W/"${version}"`;

/** @throws ScimError 412 if the caller wants to change another version than there is: RFC 7644 §3.14 */
export const requireVersion = ({ profile, ifMatch }: ScimRequest, entry: Entry): void => {
  if (!profile.etags || ifMatch === undefined || ifMatch.trim() === "*") return;
  const wanted = ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (!wanted.includes(etagOf(entry).replace(/^W\//, ""))) throw new ScimError(412, "The resource has changed");
};

const ALWAYS = ["id", "schemas"];

/** The attributes that `attributes` asks for, or all but `excludedAttributes`; by top-level name alone. */
export const projected = ({ query }: ScimRequest, body: JsonObject): JsonObject => {
  const named = (parameter: string) =>
    query
      .get(parameter)
      ?.split(",")
      .map((name) => keyIn(body, name.trim()));
  const [only, without] = [named("attributes"), named("excludedAttributes") ?? []];
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => ALWAYS.includes(name) || (only?.includes(name) ?? !without.includes(name))),
  );
};
