import { isSameText, type Json, memberOf, textOf } from "./json.ts";

/** The one element of a list that has these members; without any, the list has one element and no other. */
export type Element = { readonly list: string; readonly where: Readonly<Record<string, string>> };

/** A list as it comes: some directories send a single element without one. */
export const elementsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Case counts for nothing here: `seatType` may come back as `seattype`. */
export const isElement = (element: unknown, where: Element["where"]): boolean =>
  Object.entries(where).every(([name, value]) => isSameText(textOf(memberOf(element, name)) ?? "", value));

/** The path of the element's value, as a PATCH has it: `roles[type eq "seatType"].value`. Source: RFC 7644, 3.5.2. */
export const elementPath = ({ list, where }: Element): string => {
  const conditions = Object.entries(where).map(([name, value]) => `${name} eq ${JSON.stringify(value)}`);
  return `${list}[${conditions.join(" and ")}].value`;
};

/** The list with this value in the element, and the others as they were. */
export const withElement = (list: unknown, { where }: Element, value: string, also: Json = {}): readonly unknown[] => {
  if (Object.keys(where).length === 0) return [{ value, ...also }];
  const elements = elementsOf(list);
  const changed = elements.map((each) => (isElement(each, where) ? { ...(each as Json), value } : each));
  return elements.some((each) => isElement(each, where)) ? changed : [...elements, { ...where, value, ...also }];
};
