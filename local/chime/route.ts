import { isDeepStrictEqual } from "node:util";
import { chimeError } from "./chime-error.ts";
import { MODELED_OPERATIONS, type ModeledOperation } from "./model.ts";

/** The query members that select one of the operations of a path, such as `operation`. */
const SELECTORS = [...new Set(MODELED_OPERATIONS.flatMap(({ query }) => [...query.keys()]))];

/**
 * Returns the operation of a request; undefined if Chime has none. The path may begin with `/console`, as in examples
 * of Chime's reference. What selects an operation must be as in the model: `?operation=CREATE` selects none, and
 * neither does `create` twice.
 */
export const operationOf = (method: string, url: URL): ModeledOperation | undefined => {
  const path = segmentsOf(url);
  return MODELED_OPERATIONS.find(
    (operation) => operation.method === method && onPath(operation, path) && selectedBy(operation, url.searchParams),
  );
};

/** The decoded variables of an operation's path. @throws ChimeError BadRequestException for a blank or damaged one */
export const labelsOf = ({ segments }: ModeledOperation, url: URL): Readonly<Record<string, string>> => {
  const path = segmentsOf(url);
  const labels = segments.flatMap((segment, index) => {
    const name = labelName(segment);
    return name === undefined ? [] : [[name, decoded(name, path[index] ?? "")]];
  });
  return Object.fromEntries(labels);
};

const segmentsOf = ({ pathname }: URL): readonly string[] =>
  pathname
    .replace(/^\/console(?=\/)/, "")
    .split("/")
    .slice(1);

const onPath = ({ segments }: ModeledOperation, path: readonly string[]): boolean =>
  segments.length === path.length &&
  segments.every((segment, index) => labelName(segment) !== undefined || segment === path[index]);

const selectedBy = ({ query }: ModeledOperation, searchParams: URLSearchParams): boolean =>
  SELECTORS.every((name) => isDeepStrictEqual(searchParams.getAll(name), query.getAll(name)));

const labelName = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];

/** Source of the pattern: `NonEmptyString` in Chime's service model. */
const decoded = (name: string, text: string): string => {
  const value = decodedOrBlank(text);
  if (!/\S/.test(value)) throw chimeError("BadRequestException", `Invalid ${name}`);
  return value;
};

const decodedOrBlank = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};
