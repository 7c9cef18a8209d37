import { oneOf } from "../../config/nearest.ts";
import { schemaProblems } from "../../config/schema-problems.ts";
import { type Report, readYaml } from "../../config/yaml-file.ts";
import type { Path } from "../../config/yaml-place.ts";
import { comparable } from "../../domain/policy/comparable.ts";
import { timeZone } from "../../events/schema.ts";
import { UsageError } from "../errors.ts";
import type { Delimiter } from "./csv-records.ts";
import { compileDateFormat, type DateFormat, DateFormatProblem } from "./date-format.ts";
import { type ConditionsSource, type FieldSource, type MapSource, type MomentSource, mapSource } from "./map-source.ts";
import type { Condition, DateField, Field, RosterMap } from "./roster-map.ts";
import { compileTemplate, type Template, TemplateProblem } from "./template.ts";

/** A map that has the right shape. `compile` checks it against the roster's columns. */
export type OpenMap = {
  readonly delimiter: Delimiter | undefined;
  /** @throws UsageError that lists every problem with file, line, column and the nearest name */
  compile(roster: RosterColumns): RosterMap;
};

/** `name` is what messages call the roster. */
export type RosterColumns = { readonly name: string; readonly columns: readonly string[] };

/**
 * Reads a roster map from its YAML; messages begin with `fileName`. Once it is compiled, reading a row can fail by the
 * row alone. @throws UsageError that lists every problem with file, line, column and the nearest name
 */
export const openMap = (text: string, fileName: string): OpenMap => {
  const failWith = (message: string) => new UsageError(message);
  const { source, report, stopIfAny } = readYaml(text, { fileName, holds: "source, timeZone and employee", failWith });
  refuseBareBraces(source, [], report);
  stopIfAny();
  const { data, error } = mapSource.safeParse(source);
  for (const { path, reason } of schemaProblems(error?.issues ?? [], source)) report(path, reason);
  stopIfAny();
  // Zod has data or an error.
  const { delimiter, ...members } = data as MapSource;
  return {
    delimiter,
    compile: ({ name, columns }) => {
      const map = compile(members, { roster: name, columns, report });
      stopIfAny();
      return map;
    },
  };
};

type Context = { readonly roster: string; readonly columns: readonly string[]; readonly report: Report };

const compile = (source: Omit<MapSource, "delimiter">, context: Context): RosterMap => {
  const { employee, leavers = {}, rows } = source;
  const template = (text: string, ...path: Path) => templateOf(text, path, context);
  const date = (from: MomentSource | undefined, ...path: Path) => dateOf(from, path, source.dates, context);
  const conditions = (from: ConditionsSource | undefined, ...path: Path) => conditionsOf(from, path, context);
  const startDate = date(employee.startDate, "employee", "startDate");
  const lastDay = date(leavers.lastDay, "leavers", "lastDay");
  const { attributes, ...role } = employee.role;
  return {
    source: source.source,
    timeZone: zoneOf(source.timeZone, context),
    take: conditions(rows.take, "rows", "take"),
    leaveOut: conditions(rows.leaveOut, "rows", "leaveOut"),
    employeeId: template(employee.employeeId, "employee", "employeeId"),
    email: template(employee.email, "employee", "email"),
    ...(employee.displayName === undefined
      ? {}
      : { displayName: template(employee.displayName, "employee", "displayName") }),
    ...(startDate === undefined ? {} : { startDate }),
    role: fieldsOf(role, ["employee", "role"], context),
    attributes: fieldsOf(attributes, ["employee", "role", "attributes"], context),
    leavers: { when: conditions(leavers.when, "leavers", "when"), ...(lastDay === undefined ? {} : { lastDay }) },
  };
};

/** `email: {Email}` is a mapping in YAML, and not the text that was meant. */
const refuseBareBraces = (value: unknown, path: Path, report: Report): void => {
  if (typeof value !== "object" || value === null) return;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first?.[1] === null && !Array.isArray(value))
    report(path, `a text that begins with a brace needs quotes: "{${first[0]}}"`);
  else for (const [name, member] of members) refuseBareBraces(member, [...path, name], report);
};

const templateOf = (text: string, path: Path, context: Context): Template => {
  try {
    const template = compileTemplate(text);
    for (const column of template.columns) requireColumn(column, path, context);
    return template;
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    context.report(path, `${path.join(".")}: ${error.message}`);
    return { columns: [], parts: [] };
  }
};

const requireColumn = (column: string, path: Path, { columns, roster, report }: Context): void => {
  if (columns.includes(column)) return;
  report(path, `${path.join(".")}: ${roster} has no column ${column}: expected ${oneOf(columns, column)}`);
};

const zoneOf = (text: string, context: Context): Template => {
  const template = templateOf(text, ["timeZone"], context);
  if (template.columns.length === 0 && !timeZone.safeParse(text).success) {
    const zones = oneOf(Intl.supportedValuesOf("timeZone"), text.trim());
    // All of the zones are too many to be of use.
    const meant = /did you mean .*$/.exec(zones)?.[0];
    const expected = "an IANA time zone such as Europe/Berlin";
    context.report(["timeZone"], `timeZone: expected ${expected}${meant === undefined ? "" : `; ${meant}`}`);
  }
  return template;
};

const dateOf = (
  source: MomentSource | undefined,
  path: Path,
  dates: string,
  context: Context,
): DateField | undefined => {
  if (source === undefined) return undefined;
  const { from, format } = typeof source === "string" ? { from: source, format: undefined } : source;
  return {
    template: templateOf(from, path, context),
    format: formatOf(format ?? dates, format === undefined ? ["dates"] : [...path, "format"], context),
  };
};

const formatOf = (pattern: string, path: Path, { report }: Context): DateFormat => {
  try {
    return compileDateFormat(pattern);
  } catch (error) {
    if (!(error instanceof DateFormatProblem)) throw error;
    report(path, `${path.join(".")}: ${error.message}`);
    return { pattern, fits: () => false, read: () => undefined };
  }
};

const fieldsOf = (
  sources: Readonly<Record<string, FieldSource | undefined>>,
  path: Path,
  context: Context,
): Readonly<Record<string, Field>> =>
  Object.fromEntries(
    Object.entries(sources).flatMap(([name, source]) =>
      source === undefined ? [] : [[name, fieldOf(source, [...path, name], context)]],
    ),
  );

const fieldOf = (source: FieldSource, path: Path, context: Context): Field => {
  if (typeof source === "string") return { template: templateOf(source, path, context) };
  const { from, values, otherwise } = source;
  return {
    template: templateOf(from, [...path, "from"], context),
    values: new Map(Object.entries(values).map(([value, meaning]) => [comparable(value), meaning])),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
};

const conditionsOf = (source: ConditionsSource | undefined, path: Path, context: Context): readonly Condition[] =>
  Object.entries(source ?? {}).map(([name, values]) => {
    const column = name.trim();
    requireColumn(column, [...path, name], context);
    return { column, values: new Map([values].flat().map((value) => [comparable(value), value])) };
  });
