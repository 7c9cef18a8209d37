import type { Created, Person } from "../../../domain/accounts/directory.ts";
import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { Answer } from "./answer.ts";
import { activeEdit, licenseEdits } from "./carriers.ts";
import type { Send } from "./client.ts";
import { type Edit, extensionsIn, isShown, shownOf, withEdits } from "./edits.ts";
import { failureOfAnswer } from "./failures.ts";
import { findUser } from "./find-user.ts";
import { isSameText, type Json } from "./json.ts";
import { USER_SCHEMA } from "./paths.ts";
import { personEdits } from "./person.ts";
import { readUser } from "./read-user.ts";
import { emailsOf, hasEmail, idOf, stateOf } from "./users.ts";

const CREATION = {
  method: "POST",
  path: "Users",
  what: "a user",
  about: "directory",
  purpose: "create",
} as const;

/** Creates a user with the license, if a user carries it; sent once, and never again before a look-up. @throws Failure */
export const userCreation = (send: Send, file: ScimFile) => {
  /** Without its license: the user may be an old one, and what she shows is then set rather than believed. */
  const findAfter = async (failure: Failure, email: string): Promise<Created> => {
    const user = await findUser(send, email, file);
    const id = idOf(user);
    if (user === undefined || id === undefined) throw failure;
    return { id, ...stateOf(user), found: true };
  };

  const post = async (person: Person, edits: readonly Edit[]): Promise<Answer | Failure> => {
    const schemas = [USER_SCHEMA, ...extensionsIn(edits)];
    try {
      const answer = await send({ ...CREATION, body: withEdits({ schemas }, edits), accepts: isConflict });
      if (isConflict(answer)) return taken(answer);
      requireSameEmail(answer.body ?? {}, person.email, file);
      return answer;
    } catch (error) {
      if (error instanceof Failure && LEAVES_OPEN.has(error.code)) return error;
      throw error;
    }
  };

  return async (person: Person, license: string): Promise<Created> => {
    const carried = licenseEdits(license, file);
    const answer = await post(person, [...personEdits(person, file), activeEdit(true), ...carried]);
    if (answer instanceof Failure) return findAfter(answer, person.email);
    const id = idOf(answer.body);
    if (id === undefined) return findAfter(withoutId(), person.email);
    const isProven = await shows(answer, carried, file, async () => (await readUser(send, id)).user);
    return { id, ...(isProven ? { license } : {}), ...stateOf(answer.body ?? {}) };
  };
};

/** Whether the user was made is open: the directory itself is asked. */
const LEAVES_OPEN: ReadonlySet<string> = new Set(["DirectoryUnavailable", "NotApplied", "Unexpected"]);

/** Some directories say `uniqueness` with another status, and some a 409 without it. */
const isConflict = ({ status, scimType = "" }: Answer): boolean => status === 409 || isSameText(scimType, "uniqueness");

/** Found by nobody, it is worth another try: a list may lag behind a creation. */
const taken = (answer: Answer): Failure => {
  const { message } = failureOfAnswer("POST of a user", answer, "directory", []);
  return new Failure("DirectoryUnavailable", `${message}: she is there already, but is not found by email`);
};

const withoutId = (): Failure =>
  new Failure("DirectoryUnavailable", "POST of a user returned no ID, and she is not found by email");

const requireSameEmail = (user: Json, email: string, file: ScimFile): void => {
  if (emailsOf(user, file).length === 0 || hasEmail(user, email, file)) return;
  throw new Failure("UserMismatch", "POST of a user returned a user with another email");
};

/** A proof that fails fails no creation: the license is then set, and proven, as any other. */
const shows = async (
  { body }: Answer,
  edits: readonly Edit[],
  { proof }: Pick<ScimFile, "proof">,
  read: () => Promise<Json>,
): Promise<boolean> => {
  if (edits.length === 0) return false;
  const isTold = body !== undefined && edits.every((edit) => shownOf(body, edit) !== undefined);
  const user = isTold && proof === "response" ? body : await read().catch(() => ({}));
  return edits.every((edit) => isShown(user, edit));
};
