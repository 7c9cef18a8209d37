import { type Element, elementPath, elementsOf, isElement, withElement } from "./elements.ts";
import { type Json, memberOf, textOf } from "./json.ts";
import { extensionOf, valueAt, withValue } from "./paths.ts";

/** What an edit is about, for messages. */
type Topic = "license" | "state" | "email" | "name";

type Common = { readonly topic: Topic; readonly isSame: (shown: string) => boolean };

/**
 * One thing that a user is to have: an attribute, or the value of an element (`also`: what a new one has besides).
 * `isSame` says whether what the directory shows is what was wanted, and `outranks` whether it counts more than that,
 * if a list shows both.
 */
export type Edit =
  | (Common & { readonly kind: "attribute"; readonly path: string; readonly value: unknown })
  | (Common & { readonly kind: "element"; readonly element: Element; readonly value: string; readonly also?: Json } & {
      readonly outranks?: (shown: string) => boolean;
    });

/** The user with the edit made, and everything else as it was. */
export const withEdit = (user: Json, edit: Edit): Json => {
  if (edit.kind === "attribute") return withValue(user, edit.path, edit.value);
  const { element, value, also } = edit;
  return withValue(user, element.list, withElement(valueAt(user, element.list), element, value, also));
};

export const withEdits = (user: Json, edits: readonly Edit[]): Json => edits.reduce(withEdit, user);

/**
 * What the user shows of the edit; undefined if nothing at all, and an empty text if the list has no such element. An
 * email counts wherever it is: its type may not come back.
 */
export const shownOf = (user: Json, edit: Edit): string | undefined => {
  if (edit.kind === "attribute") return textOf(valueAt(user, edit.path));
  const { list, where } = edit.element;
  const value = valueAt(user, list);
  if (value === undefined) return undefined;
  const shown = elementsOf(value).filter((each) => edit.topic === "email" || isElement(each, where));
  const values = shown.map((each) => textOf(memberOf(each, "value")) ?? "");
  return values.find((each) => edit.outranks?.(each)) ?? values.find(edit.isSame) ?? values[0] ?? "";
};

/** Whether the user shows that the edit is made. */
export const isShown = (user: Json, edit: Edit): boolean => {
  const shown = shownOf(user, edit);
  return shown !== undefined && edit.isSame(shown);
};

/** The list whose other elements an edit keeps: to replace it, they must be known. */
export const listToKeep = (edit: Edit): string | undefined =>
  edit.kind === "element" && Object.keys(edit.element.where).length > 0 ? edit.element.list : undefined;

/** Whether the user has no element for the edit to change: it must be added. */
export const lacks = (user: Json, edit: Edit): boolean =>
  edit.kind === "element" &&
  listToKeep(edit) !== undefined &&
  !elementsOf(valueAt(user, edit.element.list)).some((each) => isElement(each, edit.element.where));

/** The operation of a PATCH with a path. Verbs are lower case, as RFC 7644 has them. */
export const operationOf = (edit: Edit, user?: Json): Json => {
  if (edit.kind === "attribute") return { op: "replace", path: edit.path, value: edit.value };
  const { element, value } = edit;
  if (listToKeep(edit) === undefined) {
    return { op: "replace", path: element.list, value: withElement([], element, value, edit.also) };
  }
  if (user === undefined || !lacks(user, edit)) return { op: "replace", path: elementPath(element), value };
  return { op: "add", path: element.list, value: withElement([], element, value, edit.also) };
};

/** The extensions that the edits are in: a user's `schemas` name them. */
export const extensionsIn = (edits: readonly Edit[]): readonly string[] => [
  ...new Set(edits.flatMap((edit) => extensionOf(edit.kind === "attribute" ? edit.path : edit.element.list) ?? [])),
];
