import type { EventRow } from "./stage.ts";

const VERSION = /\.v\d+$/;

/** By prefix, so that a version that this release does not know becomes a dead letter and is not lost. */
const typeOf = ({ type }: EventRow): string => type.replace(VERSION, "");

/** events/envelope.ts goes by the same: the type of a CloudEvent in `detail` counts, else the detail-type. */
const CLOUD_EVENT = { specversion: [{ exists: true }] };
const PLAIN_DATA = { specversion: [{ exists: false }] };

/** The patterns of the events of a row, of which one must match. */
export const ownPatterns = (row: EventRow): readonly object[] => [
  { detail: { ...CLOUD_EVENT, type: [{ prefix: typeOf(row) }] } },
  { detail: PLAIN_DATA, "detail-type": [{ prefix: row.detailType }, { prefix: typeOf(row) }] },
];

/**
 * The patterns of whatever belongs to no row. Everything, and not only what is called an employee's: in one pattern a
 * field can be said to be like one text or unlike another, but not both.
 */
export const otherPatterns = (rows: readonly EventRow[]): readonly object[] => {
  const types = rows.map(typeOf);
  const names = [...rows.map(({ detailType }) => detailType), ...types];
  return [
    { detail: { ...CLOUD_EVENT, type: [{ "anything-but": { prefix: types } }, { exists: false }] } },
    { detail: PLAIN_DATA, "detail-type": [{ "anything-but": { prefix: names } }] },
  ];
};
