import type { Carrier, ScimFile } from "../../../domain/accounts/directory-file.ts";
import { Failure } from "../../../domain/failures.ts";
import type { Edit } from "./edits.ts";
import { type Element, elementsOf, isElement } from "./elements.ts";
import { isSameText, type Json, memberOf, textOf } from "./json.ts";
import { valueAt } from "./paths.ts";

type Licensing = Pick<ScimFile, "carrier" | "compare" | "licenses">;

/**
 * The name of the license that a user shows; undefined if she shows none that the file lists. If she shows several, it
 * is the highest. Where an account is the seat, everybody has the only license there is.
 */
export const licenseIn = (user: Json, file: Licensing): string | undefined => {
  if (file.carrier.kind === "active") return file.licenses[0]?.name;
  const shown = valuesIn(user, file.carrier);
  return file.licenses.findLast(({ value }) => shown.some((each) => isSameValue(file, each, value)))?.name;
};

/** What a user shows where her license is, as it is spelled there. */
export const valuesIn = (user: Json, carrier: Exclude<Carrier, { readonly kind: "active" }>): readonly string[] => {
  switch (carrier.kind) {
    case "attribute":
      return [valueAt(user, carrier.path)].flatMap((value) => textOf(value) ?? []);
    case "element":
      return elementsOf(valueAt(user, carrier.list))
        .filter((each) => isElement(each, carrier.where ?? {}))
        .flatMap((each) => textOf(memberOf(each, "value")) ?? []);
    case "group":
      return groupsOf(user) ?? [];
  }
};

/** The IDs of the groups that a user shows; undefined if the directory shows none of them to anybody. */
export const groupsOf = (user: Json): readonly string[] | undefined => {
  const groups = memberOf(user, "groups");
  return Array.isArray(groups) ? groups.flatMap((each) => textOf(memberOf(each, "value")) ?? []) : undefined;
};

/** What the directory calls a license. @throws Failure `DirectoryRejected` if the file does not list it */
export const valueOfLicense = (license: string, { licenses }: Licensing): string => {
  const value = licenses.find(({ name }) => name === license)?.value;
  if (value !== undefined) return value;
  throw new Failure("DirectoryRejected", "the directory file does not list the license");
};

/** The edits that give a user the license; none if it is a group's, which is no attribute of hers. */
export const licenseEdits = (license: string, file: Licensing): readonly Edit[] => {
  const { carrier } = file;
  const value = valueOfLicense(license, file);
  const common = { topic: "license", value, isSame: (shown: string) => isSameValue(file, shown, value) } as const;
  switch (carrier.kind) {
    case "attribute":
      return [{ ...common, kind: "attribute", path: carrier.path }];
    case "element":
      return [{ ...common, kind: "element", element: elementOf(carrier), outranks: outranks(license, file) }];
    case "active":
      return [activeEdit(true)];
    case "group":
      return [];
  }
};

const elementOf = ({ list, where = {} }: Extract<Carrier, { readonly kind: "element" }>): Element => ({ list, where });

/** A server may add to a list what should take its place: of several licenses the highest counts, as when one is found. */
const outranks = (license: string, file: Licensing) => {
  const above = file.licenses.slice(file.licenses.findIndex(({ name }) => name === license) + 1);
  return (shown: string): boolean => above.some(({ value }) => isSameValue(file, shown, value));
};

const isSameValue = ({ compare }: Licensing, one: string, other: string): boolean =>
  compare === "exact" ? one === other : isSameText(one, other);

/** A boolean is sent as one, and may come back as text. */
export const activeEdit = (active: boolean): Edit => ({
  topic: "state",
  kind: "attribute",
  path: "active",
  value: active,
  isSame: (shown) => isSameText(shown, String(active)),
});
