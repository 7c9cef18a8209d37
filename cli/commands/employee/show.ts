import { type EmployeeDocument, employeeDocument, type FactDocument } from "../../employee-document.ts";
import { withEmployees } from "../../employees.ts";
import { CommandFailed } from "../../errors.ts";
import type { StageOptions } from "../../options.ts";
import { heading, table } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { visible, visibleText } from "../../visible.ts";

export type ShowOptions = StageOptions & { readonly reveal?: boolean };

/**
 * `seatkeeper employee show ID`: everything that is known of one employee. @throws CommandFailed if nothing is known of
 * one with this ID
 */
export const employeeShow = async (
  id: string,
  { stage, json, reveal = false }: ShowOptions,
): Promise<CommandResult> => {
  const record = await withEmployees(stage, ({ employees }) => employees.read(id));
  if (record === undefined) throw new CommandFailed(`Nothing is known of an employee ${id} in the stage ${stage}`);
  const document = employeeDocument(record, reveal);
  return { text: json ? JSON.stringify(document, null, 2) : employeeText(document), complete: true };
};

const employeeText = (document: EmployeeDocument): string =>
  [
    heading(`${document.employeeId}: ${stateOf(document)}`),
    ...Object.entries({
      account: accountOf(document),
      license: licenseOf(document),
      rule: document.decisions.findLast(({ outcome }) => outcome !== "stale")?.rule ?? "-",
      waits: waitsText(document),
    }).map(([name, value]) => `${name.padEnd(10)}${visible(value)}`),
    ...section("Role", document.role === undefined ? [] : [indented(document.role)]),
    ...section("Upcoming", document.upcoming.length === 0 ? [] : [factTable(document.upcoming)]),
    ...section("Last decisions", document.decisions.length === 0 ? [] : [decisionTable(document)]),
  ].join("\n");

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", heading(title), ...lines];

const stateOf = ({ employment, role }: EmployeeDocument): string => {
  if (employment !== undefined)
    return `${employment.status === "left" ? "has left" : "works here"} (${employment.eventId})`;
  return role === undefined ? "nothing is in effect yet" : "no hire was seen";
};

const accountOf = ({ account: { accountId, candidateId, creationBegunAt, releasedAt, lostId } }: EmployeeDocument) =>
  [
    accountId ?? (candidateId === undefined ? "none" : `${candidateId}, found and not yet confirmed`),
    ...(accountId === undefined && creationBegunAt !== undefined ? [`creation begun ${creationBegunAt}`] : []),
    ...(releasedAt === undefined ? [] : [`release begun ${releasedAt}`]),
    ...(lostId === undefined ? [] : [`${lostId} was lost`]),
  ].join("; ");

const licenseOf = ({ applied }: EmployeeDocument): string => {
  if (applied === undefined) return "nothing was applied yet";
  const { license = "none", active, at, isCurrent } = applied;
  return [
    `${license}${active ? "" : ", suspended"}`,
    ...(at === undefined ? [] : [`confirmed ${at}`]),
    ...(isCurrent ? [] : ["what HR said last is not applied yet"]),
  ].join("; ");
};

const waitsText = ({ waits }: EmployeeDocument): string =>
  waits.length === 0
    ? "-"
    : waits
        .map(({ because, since, until, for: next }) => {
          const begin = since === undefined ? "" : ` since ${since}`;
          return `${because}${begin}, until ${until}, for ${next}`;
        })
        .join("; ");

/** Indented, so that no line of it can look like one of ours. */
const indented = (fact: FactDocument): string =>
  JSON.stringify(fact, null, 2)
    .split("\n")
    .map((line) => `  ${visibleText(line)}`)
    .join("\n");

const factTable = (facts: readonly FactDocument[]): string =>
  table(
    ["from", "event", "ID", "title", "department"],
    facts.map(({ id, type, data: { effectiveAt, role } }) => {
      const { title = "-", department = "-" } = (role ?? {}) as {
        readonly title?: string;
        readonly department?: string;
      };
      return [effectiveAt, type, id, title, department];
    }),
  );

const decisionTable = ({ decisions }: EmployeeDocument): string =>
  table(
    ["at", "event", "outcome", "license", "rule"],
    decisions.map(({ at, eventId, outcome, license = "-", from, rule }) => [
      at,
      eventId,
      outcome,
      from === undefined ? license : `${from} → ${license}`,
      rule,
    ]),
  );
