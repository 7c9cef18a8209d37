import * as z from "zod";

/** A mapping with these members only. */
export const members = <const Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: knows(Object.keys(shape)) });

/** A mapping that has each of these names, and no others. */
export const memberOfEach = <const Name extends string, Value extends z.ZodType>(
  names: readonly Name[],
  value: Value,
) => z.record(z.enum(names), value, { error: knows(names) });

/** The message about an unknown member is the list of those that there are: schema-problems.ts makes the sentence. */
const knows =
  (names: readonly string[]) =>
  ({ code }: { readonly code?: string | undefined }) =>
    code === "unrecognized_keys" ? names.join(" ") : undefined;

/** A mapping with exactly one of these members. `what` says what they are for. */
export const oneMemberOf = <const Shape extends z.ZodRawShape>(what: string, shape: Shape) =>
  members(shape)
    .partial()
    .refine(
      (given) => Object.keys(given).length === 1,
      `expected exactly one of ${Object.keys(shape).join(", ")}: ${what}`,
    )
    .meta({ minProperties: 1, maxProperties: 1 });
