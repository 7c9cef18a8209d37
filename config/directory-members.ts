import * as z from "zod";

/**
 * A mapping with these members only. The message about an unknown one is the list of those that there are:
 * schema-problems.ts makes the sentence.
 */
export const members = <const Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });

/** A mapping with exactly one of these members. `what` says what they are for. */
export const oneMemberOf = <const Shape extends z.ZodRawShape>(what: string, shape: Shape) =>
  members(shape)
    .partial()
    .refine(
      (given) => Object.keys(given).length === 1,
      `expected exactly one of ${Object.keys(shape).join(", ")}: ${what}`,
    )
    .meta({ minProperties: 1, maxProperties: 1 });
