import { groupsIn, licenseOf, type Operation } from "./scim-forms.ts";
import { type ScimAnswer, type ScimRequest, scimError } from "./scim-messages.ts";
import type { SimulatedUsers } from "./users.ts";

const REMOVED = /^members\[value eq "(.+)"\]$/;

/** Adds a user to a group, or removes her. Whoever is in several has the licenses of all. */
export const patchGroup = ({ byId }: SimulatedUsers, { id, body = {}, distortion }: ScimRequest): ScimAnswer => {
  const license = licenseOf(id);
  if (license === undefined) return scimError(404);
  for (const { op, path = "", value } of body["Operations"] as readonly Operation[]) {
    const userId = op === "add" ? (value as readonly { readonly value: string }[])[0]?.value : REMOVED.exec(path)?.[1];
    const user = byId(userId ?? "");
    if (user === undefined) return scimError(404);
    const others = groupsIn(user).filter((each) => each !== license);
    if (op === "remove" && others.length === groupsIn(user).length) return scimError(400, "noTarget");
    if (distortion === undefined) user.license = [...others, ...(op === "add" ? [license] : [])].join("+");
  }
  return { status: 204 };
};
