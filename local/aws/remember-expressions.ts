import { createRequire } from "node:module";

/**
 * What dynalite passes to its parsers: the names and values of `#` and `:` placeholders, and those that the request has
 * not used yet.
 */
type Context = {
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: Readonly<Record<string, object>>;
  readonly unusedAttrNames: Record<string, boolean>;
  readonly unusedAttrVals: Record<string, boolean>;
};
type Parser = { parse(text: string, options: { context: Context }): unknown };
type Remembered = { readonly parsed: unknown; readonly names: readonly string[]; readonly values: readonly string[] };

/**
 * Caches the results of one of dynalite's parsers. Two expressions are the same if their text, their names and the
 * types of their values are. Errors are not cached.
 */
const rememberExpressions = (parser: Parser): void => {
  const parse = parser.parse.bind(parser);
  const seen = new Map<string, Remembered>();
  parser.parse = (text, options) => {
    const { attrNames = {}, attrVals = {}, unusedAttrNames, unusedAttrVals } = options.context;
    const key = JSON.stringify([text, attrNames, Object.entries(attrVals).map(typed)]);
    const remembered = seen.get(key);
    if (remembered === undefined) {
      const before = { names: Object.keys(unusedAttrNames), values: Object.keys(unusedAttrVals) };
      const parsed = parse(text, options);
      const names = before.names.filter((name) => !(name in unusedAttrNames));
      const values = before.values.filter((name) => !(name in unusedAttrVals));
      if (typeof parsed !== "string") seen.set(key, { parsed: withoutValues(parsed, attrVals), names, values });
      return parsed;
    }
    for (const name of remembered.names) delete unusedAttrNames[name];
    for (const name of remembered.values) delete unusedAttrVals[name];
    return withValues(remembered.parsed, attrVals);
  };
};

const typed = ([name, value]: [string, object]): string => `${name} ${Object.keys(value)}`;

/** Takes the place of a value in a cached expression. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const withoutValues = (node: unknown, values: Readonly<Record<string, object>>): unknown => {
  const name = Object.keys(values).find((candidate) => values[candidate] === node);
  return name === undefined ? mapNode(node, (child) => withoutValues(child, values)) : new Placeholder(name);
};

const withValues = (node: unknown, values: Readonly<Record<string, object>>): unknown =>
  node instanceof Placeholder ? values[node.name] : mapNode(node, (child) => withValues(child, values));

const mapNode = (node: unknown, map: (child: unknown) => unknown): unknown => {
  if (Array.isArray(node)) return node.map(map);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, map(child)]));
};

// Importing this file is enough. Programs send the same expressions over and over, and parsing them again took nine
// tenths of a request: a batch of a hundred role changes could wait for longer than the functions' clients do.
const require = createRequire(import.meta.url);
for (const parser of ["update", "condition"]) rememberExpressions(require(`dynalite/db/${parser}Parser`));
