import type { ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { Answer } from "./answer.ts";
import { type Edit, isShown, shownOf } from "./edits.ts";
import type { Json } from "./json.ts";

/**
 * Ends if the edits are made: a 2xx alone says nothing. The answer itself is asked first, if the file believes it, and
 * the directory if the answer does not show them all.
 * @throws Failure `NotApplied`
 */
export const prove = async (
  operation: string,
  edits: readonly Edit[],
  { proof, answer, read }: { readonly proof: ScimFile["proof"]; readonly answer: Answer; read(): Promise<Json> },
): Promise<void> => {
  const told = proof === "response" ? answer.body : undefined;
  const showsAll = told !== undefined && edits.every((edit) => shownOf(told, edit) !== undefined);
  const user = showsAll ? told : await read();
  const missing = edits.find((edit) => !isShown(user, edit) && !isUnknown(user, edit));
  if (missing !== undefined) throw notApplied(operation, missing);
};

/** A name that the directory keeps nowhere costs nobody her license: some make one name of the others. */
const isUnknown = (user: Json, edit: Edit): boolean => edit.topic === "name" && shownOf(user, edit) === undefined;

const notApplied = (operation: string, { topic }: Edit): Failure =>
  new Failure("NotApplied", `${operation} left another ${topic} than the one set`);
