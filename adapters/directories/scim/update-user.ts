import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Answer, isDone } from "./answer.ts";
import type { Call, Send } from "./client.ts";
import { type Edit, extensionsIn, isShown, lacks, listToKeep, operationOf, shownOf, withEdits } from "./edits.ts";
import { failureOfAnswer } from "./failures.ts";
import type { Json } from "./json.ts";
import { USER_SCHEMA, valueAt, withValue } from "./paths.ts";
import { prove } from "./prove.ts";
import { readUser, userPath } from "./read-user.ts";

/** Source: RFC 7644, 3.5.2. */
export const PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** How often a user is read and written who is changed by others at the same time. */
const MAX_WRITES = 3;

/** Makes the edits to a user, and ends only if they are proven. May be repeated. @throws Failure */
export type UpdateUser = (id: string, edits: readonly Edit[]) => Promise<void>;

type Updating = Pick<ScimFile, "update" | "proof">;

export const userUpdates = (send: Send, { update, proof }: Updating): UpdateUser => {
  const write = WRITES[update];
  return async (id, edits) => {
    if (edits.length === 0) return;
    const answer = await write(send, id, edits);
    if (answer === undefined) return;
    const method = update.startsWith("put") ? "PUT" : "PATCH";
    await prove(`${method} of a user`, edits, { proof, answer, read: async () => (await readUser(send, id)).user });
  };
};

/** The call that changes a user. */
export const changeOf = (method: Call["method"], id: string): Omit<Call, "body"> => ({
  method,
  path: userPath(id),
  what: "a user",
  about: "user",
  purpose: "change",
});

export const patchOf = (operations: readonly Json[]): Json => ({ schemas: [PATCH_SCHEMA], Operations: operations });

/** An answer is undefined if there was nothing to write: the user, as she was read, has it all. */
type Write = (send: Send, id: string, edits: readonly Edit[]) => Promise<Answer | undefined>;

/**
 * Each operation has a path. An element that is not there yet is added, which takes a look at the user: directories
 * refuse its path in different words, or do nothing.
 */
const patch: Write = async (send, id, edits) => {
  const call = changeOf("PATCH", id);
  const body = patchOf(edits.map((edit) => operationOf(edit)));
  const mayLack = edits.some(listToKeep);
  const answer = await send({ ...call, body, accepts: ({ status }) => status === 400 && mayLack });
  if (isDone(answer) && !mayLack) return answer;
  const user = showsLists(answer, edits) ? answer.body : (await readUser(send, id)).user;
  const isLacking = edits.some((edit) => lacks(user, edit) && !(isDone(answer) && shownOf(user, edit)));
  if (isLacking) return send({ ...call, body: patchOf(edits.map((edit) => operationOf(edit, user))) });
  if (isDone(answer)) return { ...answer, body: user };
  throw failureOfAnswer("PATCH of a user", answer, "user", []);
};

/** Not if it has no body, or leaves a list out, as it may if that is empty. */
const showsLists = (answer: Answer, edits: readonly Edit[]): answer is Answer & { readonly body: Json } => {
  const { body } = answer;
  return (
    isDone(answer) &&
    body !== undefined &&
    edits.every((edit) => !listToKeep(edit) || shownOf(body, edit) !== undefined)
  );
};

/** For a directory that ignores paths. */
const patchPathless: Write = async (send, id, edits) => {
  const value = withEdits(await keptLists(send, id, edits), edits);
  return send({ ...changeOf("PATCH", id), body: patchOf([{ op: "replace", value }]) });
};

/** For a directory whose PUT keeps what is left out. */
const putMerge: Write = async (send, id, edits) => {
  const kept = await keptLists(send, id, edits);
  const body = { schemas: [USER_SCHEMA, ...extensionsIn(edits)], ...withEdits(kept, edits) };
  return send({ ...changeOf("PUT", id), body });
};

/** For a directory whose PUT deletes what is left out: read, changed and written, again if somebody else wrote. */
const putReplace: Write = async (send, id, edits) => {
  for (let number = 1; number <= MAX_WRITES; number += 1) {
    const { user, etag } = await readUser(send, id);
    if (edits.every((edit) => isShown(user, edit))) return undefined;
    const ifMatch = etag === undefined ? {} : { ifMatch: etag };
    const body = wholeUser(user, edits);
    const answer = await send({ ...changeOf("PUT", id), ...ifMatch, body, accepts: isOutdated });
    if (!isOutdated(answer)) return answer;
  }
  throw new Failure("DirectoryUnavailable", `PUT of a user: others changed her each of ${MAX_WRITES} times`);
};

const WRITES: Readonly<Record<ScimFile["update"], Write>> = {
  patch,
  "patch-pathless": patchPathless,
  "put-merge": putMerge,
  "put-replace": putReplace,
};

const isOutdated = ({ status }: Answer): boolean => status === 412;

/** Everything that was read, but what only the directory writes. */
const wholeUser = (user: Json, edits: readonly Edit[]): Json => {
  const { meta: _, ...own } = withEdits(user, edits);
  const schemas = Array.isArray(own["schemas"]) ? own["schemas"] : [USER_SCHEMA];
  return { ...own, schemas: [...new Set([...schemas, ...extensionsIn(edits)])] };
};

/** The lists whose other elements must stay, as they are now; nothing is read if there are none. */
const keptLists = async (send: Send, id: string, edits: readonly Edit[]): Promise<Json> => {
  const lists = edits.flatMap((edit) => listToKeep(edit) ?? []);
  if (lists.length === 0) return {};
  const { user } = await readUser(send, id);
  return lists.reduce<Json>((kept, list) => withValue(kept, list, valueAt(user, list)), {});
};
