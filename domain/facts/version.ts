import type { HrEvent } from "./hr-event.ts";

/**
 * Where an event stands among an employee's events: a greater version is the newer fact. The effective date decides,
 * then the time HR published it, then the event ID, then its source, so that no two events are equal. ID and source are
 * percent-encoded because JavaScript compares UTF-16 units and DynamoDB compares UTF-8 bytes: they agree on ASCII.
 *
 * The first release kept no source. The blank before it sorts below all that encodeURIComponent writes, so a stored
 * version without one stands where it stood: among those with a source, directly before its own.
 */
export const versionOf = ({ fact, publishedAt, id, source }: Omit<HrEvent, "employeeId" | "digest">): string =>
  `${fact.effectiveAt}|${publishedAt}|${encodeURIComponent(id)} ${encodeURIComponent(source)}`;
