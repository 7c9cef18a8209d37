import { versionOfFormat2 } from "../../domain/facts/version.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * An item of before 0.2 in today's shape. Format 1, of the first release, has no `formatVersion` and no events' sources;
 * format 2 has both. There one fact counted, and what was applied was known by its version: the current one, or the one
 * before it. Whoever has an account, or is known by a hire, was hired.
 */
export const fromOldFormat = (item: Members): Members => {
  const { version, previousVersion, applied, facts, eventId, eventSource, eventDigest, userId } = item;
  if (typeof version !== "string") return item;
  const migrated = versionOfFormat2(version);
  const isHired = userId !== undefined || (facts as Members | undefined)?.["event"] === "hr.employee.hired.v1";
  const employment = { status: "hired", version: migrated, eventId, eventSource, eventDigest };
  return {
    ...item,
    version: migrated,
    ...(isHired ? { employment } : {}),
    upcoming: [],
    cancelled: [],
    state: 1,
    ...(applied === undefined ? {} : { applied: appliedFor(applied as Members, version, previousVersion) }),
  };
};

const appliedFor = ({ license, version }: Members, current: string, previous: unknown): Members => {
  const state = version === current ? 1 : version === previous ? 0 : -1;
  return { license, active: true, entitled: true, state };
};
