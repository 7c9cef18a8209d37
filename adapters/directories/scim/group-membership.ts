import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Answer, isDone } from "./answer.ts";
import { groupsOf, valueOfLicense } from "./carriers.ts";
import type { Send } from "./client.ts";
import { elementsOf } from "./elements.ts";
import { failureOfAnswer } from "./failures.ts";
import { equals } from "./filter.ts";
import { isSameText, type Json, memberOf, textOf } from "./json.ts";
import { readUser } from "./read-user.ts";
import { patchOf } from "./update-user.ts";
import { idOf } from "./users.ts";

/** Gives a user the license that is a group's, and takes her out of the groups of the others. @throws Failure */
export type JoinGroup = (userId: string, license: string) => Promise<void>;

/** Better Auth says 400 of a member who is not there. */
const SOMEBODY_MISSING: ReadonlySet<number> = new Set([400, 404]);

type Grouping = Pick<ScimFile, "carrier" | "compare" | "licenses">;

export const groupMembership = (send: Send, file: Grouping): JoinGroup => {
  const patch = (groupId: string, operation: Json, accepts: (answer: Answer) => boolean): Promise<Answer> =>
    send({
      method: "PATCH",
      path: groupPath(groupId),
      what: "a group",
      about: "directory",
      purpose: "change",
      body: patchOf([operation]),
      accepts,
    });

  const add = async (userId: string, groupId: string): Promise<void> => {
    const operation = { op: "add", path: "members", value: [{ value: userId }] };
    const answer = await patch(groupId, operation, ({ status }) => status === 409 || SOMEBODY_MISSING.has(status));
    if (!SOMEBODY_MISSING.has(answer.status)) return;
    // It says nothing of who is missing, the user or the group.
    await readUser(send, userId);
    if (answer.status !== 404) throw failureOfAnswer("PATCH of a group", answer, "directory", []);
    throw new Failure("DirectoryMissing", "PATCH of a group found no group with the ID in the directory file");
  };

  /** Who is no member is as good as removed. */
  const remove = async (userId: string, groupId: string): Promise<void> => {
    const operation = { op: "remove", path: `members[${equals("value", userId)}]` };
    await patch(groupId, operation, ({ scimType = "" }) => isSameText(scimType, "noTarget"));
  };

  return async (userId, license) => {
    const wanted = valueOfLicense(license, file);
    const others = file.licenses.map(({ value }) => value).filter((each) => each !== wanted);
    // First added: nobody is without a license in between.
    await add(userId, wanted);
    await Promise.all([...new Set(others)].map((each) => remove(userId, each)));
    const groups = await groupsOfUser(send, userId, wanted);
    if (groups.includes(wanted) && !others.some((each) => groups.includes(each))) return;
    throw new Failure("NotApplied", "PATCH of a group left another license than the one set");
  };
};

/**
 * What the user shows; if the directory shows nobody's groups, the one group is asked for her: by a filter, which keeps
 * a large group's members at home, or whole if that filter is refused, or ignored: then it finds other groups, too.
 */
const groupsOfUser = async (send: Send, userId: string, groupId: string): Promise<readonly string[]> => {
  const { user } = await readUser(send, userId);
  const shown = groupsOf(user);
  if (shown !== undefined) return shown;
  const filter = `${equals("id", groupId)} and ${equals("members", userId)}`;
  const call = { method: "GET", path: "Groups", what: "groups", about: "directory", purpose: "prove" } as const;
  const query = { filter, excludedAttributes: "members" };
  const answer = await send({ ...call, query, accepts: ({ status }) => status === 400 });
  const found = elementsOf(memberOf(answer.body, "Resources")).map(idOf);
  if (isDone(answer) && found.every((id) => id === groupId)) return found.length > 0 ? [groupId] : [];
  const { body } = await send({ ...call, path: groupPath(groupId), what: "a group" });
  const isMember = elementsOf(memberOf(body, "members")).some((each) => textOf(memberOf(each, "value")) === userId);
  return isMember ? [groupId] : [];
};

const groupPath = (id: string): string => `Groups/${encodeURIComponent(id)}`;
