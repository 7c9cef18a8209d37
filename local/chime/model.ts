import * as client from "@aws-sdk/client-chime";
import { NormalizedSchema } from "@smithy/core/schema";

/** An operation of Chime as its service model has it. `segments` are its path, `query` what selects it on that path. */
export type ModeledOperation = {
  readonly name: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** The HTTP status of its success. */
  readonly status: number;
  readonly output: NormalizedSchema;
};

/** How the client package exports an operation; 9 is what tells it from other schemas. */
type OperationSchema = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: { readonly http: readonly [method: string, uri: string, status: number] },
  input: unknown,
  output: Parameters<typeof NormalizedSchema.of>[0],
];

const isOperation = (schema: unknown): schema is OperationSchema => Array.isArray(schema) && schema[0] === 9;

const modeled = ([, , name, { http }, , output]: OperationSchema): ModeledOperation => {
  const [method, uri, status] = http;
  const [path = "", query] = uri.split("?");
  const segments = path.split("/").slice(1);
  return { name, method, segments, query: new URLSearchParams(query), status, output: NormalizedSchema.of(output) };
};

/** Every operation of the client package, which comes from Chime's service model, API version 2018-05-01. */
export const MODELED_OPERATIONS: readonly ModeledOperation[] = Object.values<unknown>(client)
  .filter(isOperation)
  .map(modeled);
