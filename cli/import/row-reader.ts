import { comparable } from "../../domain/policy/comparable.ts";
import { timeZone } from "../../events/schema.ts";
import { type DateFormat, NO_END } from "./date-format.ts";
import { type DayEdge, momentOf } from "./moment.ts";
import type { DateField, Field } from "./roster-map.ts";
import { shapeOf } from "./shape.ts";
import { render, type Template } from "./template.ts";

/** What is wrong in a row, never with its values. `columns` are those behind it; none for a constant of the map. */
export type RowProblem = { readonly columns: readonly string[]; readonly reason: string };

/** @see rowReader */
export type RowReader = {
  text(template: Template): string;
  values(fields: Readonly<Record<string, Field>>): Readonly<Record<string, string>>;
  /** Undefined if it is blank, or bad: then that is a problem of the row. */
  moment(field: DateField | undefined, zone: Template, edge: DayEdge): string | undefined;
  /** The same, and what is bad is no problem of the row. */
  momentIfGood(field: DateField | undefined, zone: Template, edge: DayEdge): string | undefined;
  refuse(template: Template, expected: string): void;
  problems(): readonly RowProblem[];
};

/** Reads the values of one row, as the map's fields have them, and gathers what is wrong, each thing once. */
export const rowReader = (valueIn: (column: string) => string): RowReader => {
  const found = new Map<string, RowProblem>();
  const text = (template: Template): string => render(template, valueIn);

  const refuse = (template: Template, expected: string): void => {
    const { columns } = template;
    const value = text(template);
    const reason = `expected ${expected}, ${value === "" ? "and it is blank" : `found ${shapeOf(value)}`}`;
    found.set([...columns, reason].join("\n"), { columns, reason });
  };

  const value = ({ template, values, otherwise }: Field): string => {
    const written = text(template);
    if (values === undefined) return written;
    const meaning = values.get(comparable(written)) ?? (written === "" ? "" : otherwise);
    if (meaning === undefined) refuse(template, "one of the values that the map has");
    return meaning ?? "";
  };

  const zone = (template: Template): string | undefined => {
    const name = text(template);
    if (timeZone.safeParse(name).success) return name;
    refuse(template, "an IANA time zone such as Europe/Berlin");
    return undefined;
  };

  const moment = (field: DateField | undefined, zoneOf: Template, edge: DayEdge): string | undefined => {
    const written = field === undefined ? "" : text(field.template);
    if (field === undefined || written === "") return undefined;
    const date = field.format.read(written);
    if (edge === "end" && date?.date === NO_END) return undefined;
    const isNone = date === undefined || date.date === NO_END;
    if (isNone) refuse(field.template, expectedOf(field.format, written));
    const where = zone(zoneOf);
    return isNone || where === undefined ? undefined : momentOf(date, where, edge);
  };

  const values = (fields: Readonly<Record<string, Field>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, value(field)]));

  return {
    text,
    values,
    moment,
    momentIfGood: (...asked) => rowReader(valueIn).moment(...asked),
    refuse,
    problems: (): readonly RowProblem[] => [...found.values()],
  };
};

const expectedOf = ({ pattern, fits }: DateFormat, written: string): string =>
  fits(written) ? `a day and time that there is, as ${pattern}` : pattern;
