import type { FactEvent } from "./hr-event.ts";

type Said = Pick<FactEvent, "fact" | "publishedAt" | "sequence" | "id" | "source">;

/**
 * From when on a fact counts, as ISO 8601 UTC: it holds from its effective date, and nobody can act on it before it was
 * published.
 */
export const momentOf = ({ fact, publishedAt }: Pick<Said, "fact" | "publishedAt">): string =>
  later(fact.effectiveAt, publishedAt);

const later = (one: string, other: string): string => (one > other ? one : other);

/**
 * Where a fact stands among an employee's facts: a greater version is the newer one. The moment decides, then the time
 * HR published it, the publisher's sequence, source and ID, so that no two are equal. What is free text is
 * percent-encoded, because JavaScript compares UTF-16 units and DynamoDB UTF-8 bytes: they agree on ASCII.
 */
export const versionOf = (said: Said): string =>
  joined([
    momentOf(said),
    said.publishedAt,
    sortable(said.sequence),
    ...[said.source, said.id].map(encodeURIComponent),
  ]);

/** When HR published the fact that stands there, as ISO 8601 UTC. */
export const publishedAtOf = (version: string): string => version.split(" ")[1] ?? "";

/** A blank sorts before whatever a part may hold: of two parts that begin alike, the longer one is the greater. */
const joined = (parts: readonly string[]): string => parts.join(" ");

/** Numbers by value: CloudEvents' `sequencetype` Integer starts at 1 and has no leading zeros. */
const sortable = (sequence = ""): string =>
  /^\d{1,20}$/.test(sequence) ? sequence.padStart(20, "0") : encodeURIComponent(sequence);

/**
 * The version of a fact that was stored before 0.2: effective date, time of publication, ID and perhaps source. There
 * the effective date alone decided.
 */
export const versionOfFormat2 = (version: string): string => {
  const [effectiveAt = "", publishedAt = "", known = ""] = version.split("|");
  const [id = "", source = ""] = known.split(" ");
  return joined([later(effectiveAt, publishedAt), publishedAt, "", source, id]);
};
