import { createHash } from "node:crypto";

/** SHA-256, in hex, of a JSON value written with its members in order: equal content, equal digest. */
export const digestOf = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
