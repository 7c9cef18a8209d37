import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { type Filter, matches, parseFilter, segmentsOf } from "./filter.ts";
import { isObject, isUnassigned, type JsonObject, memberOf, withMember } from "./json-object.ts";
import { badRequest, type ScimError } from "./scim-error.ts";

/** Operations are in small letters, as RFC 7644 writes them: not every vendor takes another case. */
const operation = z.strictObject({
  op: z.enum(["add", "replace", "remove"]),
  path: z.string().min(1).optional(),
  value: z.unknown().optional(),
});

const patchRequest = z.object({
  schemas: z.array(z.string()).refine((urns) => urns.includes("urn:ietf:params:scim:api:messages:2.0:PatchOp")),
  Operations: z.array(operation).min(1),
});

export type PatchOperation = z.output<typeof operation>;

/** The operations of a PATCH request. @throws ScimError 400 invalidSyntax */
export const operationsOf = (body: unknown): readonly PatchOperation[] => {
  const { success, data, error } = patchRequest.safeParse(body);
  if (success) return data.Operations;
  throw badRequest("invalidSyntax", `Invalid ${error.issues[0]?.path.join(".") || "request"}`);
};

type Target = { readonly segments: readonly string[]; readonly where?: Filter; readonly sub?: readonly string[] };
type Edit = (before: unknown) => unknown;

const READ_ONLY = ["id", "meta", "schemas", "groups"];

/** A resource with the operations applied in their order: RFC 7644 §3.5.2. @throws ScimError 400 */
export const patched = (
  resource: JsonObject,
  operations: readonly PatchOperation[],
  extensions: readonly string[],
): JsonObject => operations.flatMap(withPaths).reduce((before, each) => applied(before, each, extensions), resource);

/** An operation without a path is one for each member of its value. */
export const withPaths = (each: PatchOperation): readonly PatchOperation[] => {
  const { op, path, value } = each;
  if (path !== undefined) return [each];
  if (op === "remove") throw badRequest("noTarget", "A remove operation needs a path");
  if (!isObject(value)) throw badRequest("invalidValue", "An operation without a path needs an object as its value");
  return Object.entries(value).map(([name, member]) => ({ op, path: name, value: member }));
};

const applied = (resource: JsonObject, { op, path = "", value }: PatchOperation, extensions: readonly string[]) => {
  const target = targetOf(path, extensions);
  const [first = ""] = target.segments;
  if (READ_ONLY.includes(first)) throw badRequest("mutability", `${first} cannot be changed`);
  const leaf: Edit = (before) => edited(op, before, value);
  const edit: Edit = target.where === undefined ? leaf : (list) => inElements(list, target, op, leaf);
  return at(resource, target.segments, edit) as JsonObject;
};

/** `attribute`, `attribute.sub`, `attribute[filter]` or `attribute[filter].sub`. */
const targetOf = (path: string, extensions: readonly string[]): Target => {
  const open = path.indexOf("[");
  if (open < 0) return { segments: segmentsOf(path, extensions) };
  const close = path.lastIndexOf("]");
  const rest = path.slice(close + 1);
  if (close < open || (rest !== "" && !/^\.[\w$-]+$/.test(rest))) throw invalidPath(path);
  return {
    segments: segmentsOf(path.slice(0, open), extensions),
    where: parseFilter(path.slice(open + 1, close), []),
    ...(rest !== "" && { sub: [rest.slice(1)] }),
  };
};

const invalidPath = (path: string): ScimError => badRequest("invalidPath", `The path ${path} is not one of SCIM`);

const at = (value: unknown, [name, ...rest]: readonly string[], edit: Edit): unknown => {
  if (name === undefined) return edit(value);
  const object = isObject(value) ? value : {};
  const member = at(memberOf(object, name), rest, edit);
  return withMember(object, name, isUnassigned(member) ? undefined : member);
};

const edited = (op: PatchOperation["op"], before: unknown, value: unknown): unknown => {
  if (op === "remove") return undefined;
  if (isObject(before) && isObject(value)) return { ...before, ...value };
  if (op === "replace" || !Array.isArray(before)) return value;
  const added = (Array.isArray(value) ? value : [value]).filter(
    (each) => !before.some((old) => isDeepStrictEqual(old, each)),
  );
  return [...before, ...added];
};

/** @throws ScimError 400 noTarget if a replace hits no element, as RFC 7644 §3.5.2.3 has it */
const inElements = (list: unknown, { where = [], sub = [] }: Target, op: PatchOperation["op"], leaf: Edit): unknown => {
  const elements = Array.isArray(list) ? list : [];
  const isHit = (element: unknown) => matches(where, element, false);
  if (op === "remove" && sub.length === 0) return elements.filter((element) => !isHit(element));
  if (elements.some(isHit)) return elements.map((element) => (isHit(element) ? at(element, sub, leaf) : element));
  if (op === "remove") return elements;
  if (op === "replace") throw badRequest("noTarget", "No element of the list is as the path says");
  return [...elements, at(elementLike(where), sub, leaf)];
};

/** The element that an `add` makes if none is there yet: it is as its own path says. */
const elementLike = (where: Filter): JsonObject =>
  where.reduce<JsonObject>(
    (made, each) => ("value" in each ? (at(made, each.path, () => each.value) as JsonObject) : made),
    {},
  );
