import type { NormalizedSchema } from "@smithy/core/schema";

/** A response with null for each member that its schema has and it does not, at every depth. */
export const withNulls = (schema: NormalizedSchema, value: unknown): unknown => {
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => withNulls(schema.getValueSchema(), item));
  }
  if (!schema.isStructSchema() || typeof value !== "object" || value === null) return value;
  const present = new Map<string, unknown>(Object.entries(value));
  const members = [...schema.structIterator()].map(([name, member]) => [
    name,
    present.has(name) ? withNulls(member, present.get(name)) : null,
  ]);
  return Object.fromEntries(members);
};
