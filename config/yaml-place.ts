import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";

/** A place in a file: `["rules", 0, "license"]`. */
export type Path = readonly (string | number)[];

/** Where something is wrong, as a distance from the file's beginning, and what. */
export type Problem = { readonly offset: number; readonly reason: string };

/**
 * Where a member begins, by its name, because a value may begin on the next line; an item of a list by itself. What the
 * file lacks is at the nearest place above it. What an alias or `<<` brings in is where it is written.
 */
export const placeOf = (document: Document, path: Path): number => {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const found = itemOf(document, resolved(document, node), step);
    if (found === undefined) break;
    offset = startOf(found.named) ?? offset;
    node = found.value;
  }
  return offset;
};

type Found = { readonly named: unknown; readonly value: unknown };

const itemOf = (document: Document, node: unknown, step: string | number): Found | undefined => {
  if (isMap(node)) return memberOf(document, node, String(step));
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(step)];
  return item === undefined ? undefined : { named: item, value: item };
};

/** A map's own member comes before those that it merges. */
const memberOf = (document: Document, map: YAMLMap, name: string): Found | undefined => {
  const own = map.items.find(({ key }) => nameOf(key) === name);
  if (own !== undefined) return { named: own.key, value: own.value };
  for (const merged of map.items.filter(isMerge).flatMap(({ value }) => mergedBy(document, value))) {
    const found = memberOf(document, merged, name);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The parser makes a symbol of it. */
const isMerge = ({ key }: Pair): boolean =>
  isScalar(key) && typeof key.value === "symbol" && key.value.description === "<<";

/** `<<` takes a map, or a list of them. */
const mergedBy = (document: Document, value: unknown): readonly YAMLMap[] => {
  const source = resolved(document, value);
  return (isSeq(source) ? source.items : [source])
    .map((item) => resolved(document, item))
    .filter((item) => isMap(item));
};

const resolved = (document: Document, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

const nameOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

const startOf = (node: unknown): number | undefined => (isNode(node) && !isPair(node) ? node.range?.[0] : undefined);
