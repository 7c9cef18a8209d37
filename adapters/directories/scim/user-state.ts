import type { Directory } from "../../../domain/accounts/directory.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { activeEdit } from "./carriers.ts";
import type { Send } from "./client.ts";
import { isShown, operationOf, shownOf } from "./edits.ts";
import { saysGone } from "./failures.ts";
import { readUser } from "./read-user.ts";
import { changeOf, patchOf, type UpdateUser } from "./update-user.ts";

type Deactivating = Pick<ScimFile, "deactivateBy" | "proof" | "update">;

/** Deactivates a user as the file says, and takes that back as any other change is made. Both may be repeated. */
export const userState = (
  send: Send,
  update: UpdateUser,
  { deactivateBy, proof, update: verb }: Deactivating,
): Pick<Directory, "deactivate" | "reactivate"> => {
  const edit = activeEdit(false);

  /** A directory may drop a user who is not active: then she is gone, as wanted. */
  const proveGone = async (operation: string, id: string): Promise<void> => {
    const answer = await readUser(send, id, { accepts: saysGone });
    if (saysGone(answer) || isShown(answer.user, edit)) return;
    throw new Failure("NotApplied", `${operation} left the user active`);
  };

  const patch = async (id: string): Promise<void> => {
    const operation = verb === "patch-pathless" ? { op: "replace", value: { active: false } } : operationOf(edit);
    const { body } = await send({ ...changeOf("PATCH", id), body: patchOf([operation]) });
    const isTold = proof === "response" && body !== undefined && shownOf(body, edit) !== undefined;
    if (!isTold || !isShown(body, edit)) await proveGone("PATCH of a user", id);
  };

  const remove = async (id: string): Promise<void> => {
    const answer = await send({ ...changeOf("DELETE", id), accepts: saysGone });
    if (!saysGone(answer)) await proveGone("DELETE of a user", id);
  };

  const updateOrGone = (id: string): Promise<void> =>
    verb === "patch" || verb === "patch-pathless" ? patch(id) : update(id, [edit]);

  return {
    deactivate: { update: updateOrGone, patch, delete: remove }[deactivateBy],
    reactivate: (id) => update(id, [activeEdit(true)]),
  };
};
