import { traceText } from "../../../domain/policy/explain.ts";
import type { EmployeeDocument, FactDocument } from "../../employee-document.ts";
import type { PolicyOnEmployee } from "../../employee-policy.ts";
import { heading, table } from "../../print.ts";
import { visible, visibleText } from "../../visible.ts";
import { liveLines } from "./live-text.ts";
import type { EmployeeShowDocument } from "./show-document.ts";

/** An employee for a terminal. */
export const employeeText = (document: EmployeeShowDocument): string =>
  [
    heading(`${document.employeeId}: ${stateOf(document)}`),
    ...Object.entries({
      account: accountOf(document),
      license: licenseOf(document),
      rule: document.decisions.findLast(({ outcome }) => outcome !== "stale")?.rule ?? "-",
      waits: waitsText(document),
    }).map(([name, value]) => `${name.padEnd(10)}${visible(value)}`),
    ...section(policyTitle(document.policy), policyLines(document.policy)),
    ...section("In the directory", document.live === undefined ? [] : liveLines(document.live)),
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

const accountOf = ({ account }: EmployeeDocument): string => {
  const { accountId, candidateId, creationBegunAt, releasedAt, lostId, invitation } = account;
  return [
    accountId ?? (candidateId === undefined ? "none" : `${candidateId}, found and not yet confirmed`),
    ...(accountId === undefined && creationBegunAt !== undefined ? [`creation begun ${creationBegunAt}`] : []),
    ...(invitation === undefined ? [] : [`invited ${invitation.at}`]),
    ...(releasedAt === undefined ? [] : [`release begun ${releasedAt}`]),
    ...(lostId === undefined ? [] : [`${lostId} was lost`]),
  ].join("; ");
};

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

const policyTitle = (policy: PolicyOnEmployee): string => {
  if ("problem" in policy) return "What the policy says";
  const deployed = { true: ", which is deployed", false: ", which is not what is deployed", undefined: "" };
  return `What ${policy.file} says${deployed[`${policy.isDeployed}`]}`;
};

const policyLines = (policy: PolicyOnEmployee): readonly string[] => {
  if ("problem" in policy) return [visibleText(policy.problem)];
  const { license, rule, rules } = policy;
  if (license === undefined) return ["Nothing that HR said is in effect yet, so no rule is asked."];
  if (rules.length === 0)
    return [visible(`No account, by the rule ${rule}: no rule of the policy is asked about somebody who left.`)];
  const rows = rules.map((trace) => [trace.rule, trace.license, traceText(trace)]);
  return [table(["rule", "license", "what came of it"], rows)];
};

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
