import { csvRecord } from "../../csv.ts";
import type { EmployeeRow } from "../../employee-row.ts";
import { counted, heading, jsonLine, table } from "../../print.ts";
import { printError } from "../../program.ts";
import type { Write } from "../../write-out.ts";
import type { ListSummary } from "./list-document.ts";

/** Takes rows as they come, and returns at the end what is left to print. */
export type ListOutput = {
  add(rows: readonly EmployeeRow[]): Promise<void>;
  end(summary: ListSummary): Promise<string>;
};

/** Passes on the first so many rows. */
const firstRows = (limit = Number.POSITIVE_INFINITY) => {
  let left = limit;
  return (rows: readonly EmployeeRow[]): readonly EmployeeRow[] => {
    const taken = rows.slice(0, left);
    left -= taken.length;
    return taken;
  };
};

/** One document, an employee a line. */
export const jsonOutput = (write: Write, limit: number | undefined): ListOutput => {
  const take = firstRows(limit);
  let written = 0;
  return {
    add: async (rows) => {
      const lines = take(rows).map((row, index) => `${written + index === 0 ? "" : ",\n"}${jsonLine(row)}`);
      await write(`${written === 0 && lines.length > 0 ? OPEN : ""}${lines.join("")}`);
      written += lines.length;
    },
    end: async (summary) => {
      await write(`${written === 0 ? OPEN : "\n"}],${jsonLine(summary).slice(1)}\n`);
      return "";
    },
  };
};

const OPEN = '{"employees":[\n';

/** Members of a row that are columns of a CSV, in their order, as finance asks: who, what, since when, for whom. */
const CSV_COLUMNS = [
  "employeeId",
  "employment",
  "license",
  "active",
  "licenseSince",
  "rule",
  "title",
  "department",
  "location",
  "employmentType",
  "changedAt",
] as const satisfies readonly (keyof EmployeeRow)[];

/** RFC 4180 with a header, and an attribute of HR's in each of the last columns. The totals go to stderr. */
export const csvOutput = (write: Write, attributes: readonly string[], limit: number | undefined): ListOutput => {
  const take = firstRows(limit);
  const header = csvRecord([...CSV_COLUMNS, "waiting", ...attributes]);
  let isBegun = false;
  const begin = (): string => {
    const text = isBegun ? "" : header;
    isBegun = true;
    return text;
  };
  const recordOf = (row: EmployeeRow): string =>
    csvRecord([
      ...CSV_COLUMNS.map((name) => row[name]),
      row.waiting.join(" "),
      ...attributes.map((name) => attributeOf(row, name)),
    ]);
  return {
    add: (rows) => write(`${begin()}${take(rows).map(recordOf).join("")}`),
    end: async (summary) => {
      await write(begin());
      printError(totalsText(summary));
      return "";
    },
  };
};

/** HR names attributes as it likes, and `toString` is none of hers. */
const attributeOf = ({ attributes = {} }: EmployeeRow, name: string) =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

/** How many employees a table shows without --limit. */
const SHOWN = 100;

/** Totals, and the first employees by ID: more than a hundred are for a script. */
export const tableOutput = (attributes: readonly string[], limit = SHOWN): ListOutput => {
  let first: readonly EmployeeRow[] = [];
  return {
    add: async (rows) => {
      first = [...first, ...rows].sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1)).slice(0, limit);
    },
    end: async (summary) => {
      const { read, matching } = summary;
      if (matching === 0) return `Nobody matches, of ${counted(read, "employee")}.`;
      const head = [
        "employee",
        "license",
        "active",
        "since",
        "rule",
        "title",
        "department",
        "waits for",
        ...attributes,
      ];
      return [
        totalsText(summary),
        table(
          head,
          first.map((row) => cellsOf(row, attributes)),
        ),
        ...(matching > first.length
          ? [`… and ${matching - first.length} more: --limit, --csv or --json shows them`]
          : []),
      ].join("\n");
    },
  };
};

const cellsOf = (row: EmployeeRow, attributes: readonly string[]): readonly string[] => [
  row.employeeId,
  row.license ?? "none",
  row.active === undefined ? "-" : row.active ? "yes" : "no",
  row.licenseSince?.slice(0, "2026-01-01".length) ?? "-",
  row.rule ?? "-",
  row.title ?? "-",
  row.department ?? "-",
  row.waiting.join(", ") || "-",
  ...attributes.map((name) => String(attributeOf(row, name) ?? "-")),
];

const totalsText = ({ matching, totals: { by, counts } }: ListSummary): string =>
  [
    heading(counted(matching, "employee")),
    table(
      [by, "employees", "active accounts"],
      counts.map(({ value, employees, active }) => [value, employees, active]),
    ),
  ].join("\n");
