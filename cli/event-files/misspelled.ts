import { nearest } from "../../config/nearest.ts";
import { kindOfType } from "../../events/catalogue.ts";
import { isObject, type Members } from "../../events/json-object.ts";
import { publishedSchema } from "../../events/published-schema.ts";

type MemberPath = readonly PropertyKey[];

/** For each of the paths at which a member is missing, and another is there in its place: "did you mean email instead of emial?" */
export const misspelled = (members: Members, paths: readonly MemberPath[]): readonly string[] => {
  const hints = paths.flatMap((path) => {
    const typed = typedFor(members, path);
    return typed === undefined ? [] : [`did you mean ${String(path.at(-1))} instead of ${typed}?`];
  });
  return [...new Set(hints)];
};

/** The unknown member that stands nearest to one that is missing, if its name is one that a program would give. */
export const typedFor = (members: Members, path: MemberPath): string | undefined => {
  const above = path.slice(0, -1);
  const [parent, name] = [valueAt(members, above), String(path.at(-1))];
  if (path.length === 0 || !isObject(parent) || Object.hasOwn(parent, name)) return undefined;
  const known = knownAt(members["type"], above);
  return nearest(
    name,
    Object.keys(parent).filter((key) => !known.has(key) && NAME.test(key)),
  );
};

const NAME = /^\w{1,64}$/;

const valueAt = (members: Members, path: MemberPath): unknown =>
  path.reduce<unknown>((value, name) => (isObject(value) ? value[String(name)] : undefined), members);

type Schema = { readonly properties?: Readonly<Record<string, unknown>> };

/** The members that an event of this type may have there. */
const knownAt = (type: unknown, path: MemberPath): ReadonlySet<string> => {
  const kind = kindOfType(type);
  if (kind === undefined) return new Set();
  const schema = path.reduce<Schema>(
    ({ properties }, name) => (properties?.[String(name)] ?? {}) as Schema,
    publishedSchema(kind) as Schema,
  );
  return new Set(Object.keys(schema.properties ?? {}));
};
