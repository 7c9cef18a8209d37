import { type FunctionModel, TemplateError } from "./template.ts";

/** What `Ref` and `Fn::GetAtt` return, by logical ID and attribute; `Ref` is the attribute with the empty name. */
export type Attributes = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** A function's environment with `Ref` and `Fn::GetAtt` filled in. @throws TemplateError for any other function */
export const resolveEnvironment = (
  { logicalId, environment }: FunctionModel,
  attributes: Attributes,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      resolve(`${logicalId}.Environment.${name}`, value, attributes),
    ]),
  );

const resolve = (path: string, value: unknown, attributes: Attributes): string => {
  if (typeof value !== "object" || value === null) return String(value);
  const { Ref, "Fn::GetAtt": get } = value as { Ref?: string; "Fn::GetAtt"?: [string, string] };
  const resolved = Ref !== undefined ? attributes.get(Ref)?.[""] : get && attributes.get(get[0])?.[get[1]];
  if (resolved !== undefined) return resolved;
  throw new TemplateError(`${path}: cannot resolve ${JSON.stringify(value)} in the embedded stack`);
};
