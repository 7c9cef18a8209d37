import type { JsonObject } from "./json-object.ts";

/** A user or a group: what SCIM shows of it, but for `id`, `meta` and what is computed. Times are in ms since the epoch. */
export type Entry = {
  readonly id: string;
  readonly attributes: JsonObject;
  /** Whether a program made it through SCIM, or an administrator by hand. */
  readonly madeBy: "scim" | "hand";
  readonly createdAt: number;
  readonly changedAt: number;
  /** Counts its changes. */
  readonly version: number;
};

/** What a filter sees of a resource. */
export const entryAttributes = ({ id, attributes }: Entry): JsonObject => ({ ...attributes, id });

/** Resources in order of creation, and users by name without regard to case. */
export const resourceStore = (now: () => number) => {
  const entries = new Map<string, Entry>();
  const idsOfName = new Map<string, Set<string>>();

  const put = (entry: Entry): Entry => {
    entries.set(entry.id, entry);
    const key = nameKey(entry.attributes["userName"]);
    idsOfName.set(key, (idsOfName.get(key) ?? new Set()).add(entry.id));
    return entry;
  };
  const forgetName = ({ id, attributes }: Entry) => idsOfName.get(nameKey(attributes["userName"]))?.delete(id);

  return {
    add: (id: string, attributes: JsonObject, madeBy: Entry["madeBy"]): Entry =>
      put({ id, attributes, madeBy, createdAt: now(), changedAt: now(), version: 1 }),
    change: (before: Entry, attributes: JsonObject): Entry => {
      forgetName(before);
      return put({ ...before, attributes, changedAt: now(), version: before.version + 1 });
    },
    remove: (entry: Entry): void => {
      forgetName(entry);
      entries.delete(entry.id);
    },
    get: (id: string): Entry | undefined => entries.get(id),
    /** The users of this name; more than one only if they were put in by hand. */
    named: (name: unknown): readonly Entry[] =>
      [...(idsOfName.get(nameKey(name)) ?? [])].flatMap((id) => entries.get(id) ?? []),
    all: (): readonly Entry[] => [...entries.values()],
    clear: (): void => {
      entries.clear();
      idsOfName.clear();
    },
  };
};

const nameKey = (name: unknown): string => String(name).toLowerCase();

export type ResourceStore = ReturnType<typeof resourceStore>;
