import type { EventRow, EventType } from "./stage.ts";

const VERSION = /\.v\d+$/;

/** By prefix, so that a version that this release does not know becomes a dead letter and is not lost. */
const typeOf = ({ type }: EventType): string => type.replace(VERSION, "");

const prefixesOf = (names: readonly string[]) => names.map((prefix) => ({ prefix }));

/** events/envelope.ts goes by the same: the type of a CloudEvent in `detail` counts, else the detail-type. */
const CLOUD_EVENT = { specversion: [{ exists: true }] };
const PLAIN_DATA = { specversion: [{ exists: false }] };

/** The patterns of the events of a row, of which one must match. */
export const ownPatterns = ({ events }: EventRow): readonly object[] => {
  const { types, names } = namesOf(events);
  return [
    { detail: { ...CLOUD_EVENT, type: prefixesOf(types) } },
    { detail: PLAIN_DATA, "detail-type": prefixesOf(names) },
  ];
};

/**
 * The patterns of whatever belongs to no row. Everything, and not only what is called an employee's: in one pattern a
 * field can be said to be like one text or unlike another, but not both.
 */
export const otherPatterns = (rows: readonly EventRow[]): readonly object[] => {
  const { types, names } = namesOf(rows.flatMap(({ events }) => events));
  return [
    { detail: { ...CLOUD_EVENT, type: [{ "anything-but": { prefix: types } }, { exists: false }] } },
    { detail: PLAIN_DATA, "detail-type": [{ "anything-but": { prefix: names } }] },
  ];
};

/** What events are called: as CloudEvents, and as plain data, which may also go by the type. */
const namesOf = (events: readonly EventType[]) => {
  const types = events.map(typeOf);
  return { types, names: [...events.map(({ detailType }) => detailType), ...types] };
};
