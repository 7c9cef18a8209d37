import { visible } from "../../visible.ts";
import { type ColumnProfile, otherOrder } from "./column-profile.ts";
import type { Found, Purpose } from "./find-columns.ts";

/** What is known of a roster: `rows` were looked at. */
export type Guess = {
  readonly roster: string;
  readonly source: string;
  readonly rows: number;
  readonly profiles: readonly ColumnProfile[];
  readonly found: Found;
};

/** The guess as YAML with comments. Values are shown of what has kinds alone: statuses and types. */
export const mapText = (guess: Guess): string =>
  [
    `# Guessed from ${visible(guess.roster)} (${guess.rows} rows). Look at each line with "<-"; docs/import.md explains them.`,
    `source: ${quoted(guess.source)} # <- the name of this export: never change it later`,
    ...dateLines(guess.found),
    'timeZone: UTC # <- in which a day begins: Europe/Berlin, or a column: "{Zone}"',
    "",
    ...rowLines(guess.found),
    "employee:",
    `  employeeId: ${required(guess, "employeeId")}`,
    `  email: ${required(guess, "email")}`,
    ...nameLines(guess.found),
    ...momentLine(guess.found, "startDate", "  "),
    "  role:",
    `    title: ${required(guess, "title")}`,
    `    department: ${required(guess, "department")}`,
    ...optionalLine(guess.found, "level"),
    ...typeLines(guess.found),
    ...optionalLine(guess.found, "location"),
    ...attributeLines(guess),
    ...leaverLines(guess.found),
    "",
  ].join("\n");

/** A text that YAML and JSON read alike. */
const quoted = (text: string): string => JSON.stringify(text);
const templateOf = ({ name }: ColumnProfile): string => quoted(`{${name}}`);

const required = ({ found, profiles }: Guess, purpose: Purpose): string => {
  const column = found[purpose];
  if (column !== undefined) return `${templateOf(column)}${paddedNote(column)}`;
  return `"{?}" # <- which column? ${profiles.map(({ name }) => visible(name)).join(", ")}`;
};

const paddedNote = ({ padded }: ColumnProfile): string =>
  padded === 0 ? "" : ` # ${padded} values have blanks around them, which are trimmed`;

const optionalLine = (found: Found, purpose: Purpose): readonly string[] => {
  const column = found[purpose];
  return column === undefined ? [] : [`    ${purpose}: ${templateOf(column)}${paddedNote(column)}`];
};

const nameLines = ({ displayName, firstName, lastName }: Found): readonly string[] => {
  if (displayName !== undefined) return [`  displayName: ${templateOf(displayName)}`];
  const parts = [firstName, lastName].filter((column) => column !== undefined);
  return parts.length === 0 ? [] : [`  displayName: ${quoted(parts.map(({ name }) => `{${name}}`).join(" "))}`];
};

/** The format that most of the dates have stands once, at the top. */
const commonFormat = ({ startDate, lastDay }: Found): string | undefined =>
  startDate?.formats[0] ?? lastDay?.formats[0];

const dateLines = (found: Found): readonly string[] => {
  const format = commonFormat(found);
  if (format === undefined) return [];
  const column = found.startDate?.formats[0] === undefined ? found.lastDay : found.startDate;
  return [`dates: ${quoted(format)}${column === undefined ? "" : orderNote(column)}`];
};

const orderNote = (column: ColumnProfile): string => {
  const other = otherOrder(column);
  const fits = `all ${column.filled} values of ${visible(column.name)} fit`;
  return other === undefined ? ` # ${fits}` : ` # <- ${fits}, and ${other} fits them, too: which one is it?`;
};

const momentLine = (found: Found, purpose: "startDate" | "lastDay", indent: string): readonly string[] => {
  const column = found[purpose];
  if (column === undefined) return [];
  const [format] = column.formats;
  if (format === undefined || format === commonFormat(found)) return [`${indent}${purpose}: ${templateOf(column)}`];
  return [`${indent}${purpose}: { from: ${templateOf(column)}, format: ${quoted(format)} }${orderNote(column)}`];
};

const rowLines = ({ status }: Found): readonly string[] => {
  if (status?.values === undefined) return [];
  const values = status.values.map(quoted).join(", ");
  return [
    `# ${visible(status.name)} is one of ${values}.`,
    "# rows:",
    `#   leaveOut: { ${quoted(status.name)}: […] } # rows that do not count`,
    "",
  ];
};

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/contract|extern|freelanc|consult|agency/i, "contractor"],
  [/intern|trainee|apprentice|werkstudent/i, "intern"],
  [/part/i, "part-time"],
  [/full|regular|permanent/i, "regular"],
];

const typeLines = ({ employmentType }: Found): readonly string[] => {
  if (employmentType === undefined) return [];
  const { values } = employmentType;
  if (values === undefined || values.length > 10) return [`    employmentType: ${templateOf(employmentType)}`];
  const meanings = values.map((value) => {
    const meaning = TYPES.find(([pattern]) => pattern.test(value))?.[1];
    return `        ${quoted(value)}: ${quoted(meaning ?? value)}`;
  });
  return [
    "    employmentType: # <- the words of your license policy",
    `      from: ${templateOf(employmentType)}`,
    "      values:",
    ...meanings,
  ];
};

/** Columns that nothing uses yet, and that have kinds: the policy may want them, and nobody should send them for nothing. */
const attributeLines = ({ profiles, found }: Guess): readonly string[] => {
  const used = new Set(Object.values(found));
  const others = profiles.filter((each) => !used.has(each) && each.values !== undefined && each.formats.length === 0);
  const kinds = others.filter(({ name, values = [] }) => values.length > 1 && !/[{}]/.test(name));
  if (kinds.length === 0) return [];
  return [
    "    # attributes: # <- what else your license policy tests",
    ...kinds.map((each) => `    #   ${attributeName(each.name)}: ${templateOf(each)} # ${each.values?.length} values`),
  ];
};

/** `BusinessUnit` and `Business unit` are `businessUnit`. */
const attributeName = (name: string): string => {
  const words = name
    .replaceAll(/[^A-Za-z0-9]+(.)/g, (_, next: string) => next.toUpperCase())
    .replaceAll(/[^A-Za-z0-9]/g, "");
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}` || "attribute";
};

const LEFT =
  /terminat|\bleft\b|resign|inactive|retire|former|\bquit|dismiss|separat|deceased|ended|ausgeschieden|gekündigt/i;

const leaverLines = (found: Found): readonly string[] => {
  const { status } = found;
  const left = status?.values?.filter((value) => LEFT.test(value)) ?? [];
  const day = momentLine(found, "lastDay", "  ");
  const otherwise = day.length === 0 ? "" : "; else: who has a last day";
  const when =
    status === undefined || left.length === 0
      ? []
      : [`  when: { ${quoted(status.name)}: [${left.map(quoted).join(", ")}] } # <- who left${otherwise}`];
  return when.length + day.length === 0 ? [] : ["leavers:", ...when, ...day];
};
