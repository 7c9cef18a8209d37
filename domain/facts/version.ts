import type { HrEvent } from "./hr-event.ts";

/**
 * Where an event stands among an employee's events: a greater version is the newer fact. The effective date decides,
 * then the time HR published it, then the event ID, so that no two events are equal. The ID is percent-encoded because
 * JavaScript compares UTF-16 units and DynamoDB compares UTF-8 bytes: they agree on ASCII.
 */
export const versionOf = ({ fact, publishedAt, id }: Pick<HrEvent, "fact" | "publishedAt" | "id">): string =>
  `${fact.effectiveAt}|${publishedAt}|${encodeURIComponent(id)}`;
