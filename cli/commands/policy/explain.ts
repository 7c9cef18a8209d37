import { compileLicensePolicy } from "../../../config/compile-license-policy.ts";
import { NO_LICENSE } from "../../../domain/accounts/license.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { applyDue, applyFact } from "../../../domain/facts/apply-fact.ts";
import { emptyRecord, stated } from "../../../domain/facts/fold.ts";
import { Failure } from "../../../domain/failures.ts";
import { type Explanation, explain, type RuleTrace, traceText } from "../../../domain/policy/explain.ts";
import type { LicensePolicy } from "../../../domain/policy/license-policy.ts";
import { parseHrEvent } from "../../../events/parse.ts";
import { maskedTraces } from "../../employee-policy.ts";
import { withEmployees } from "../../employees.ts";
import { CommandFailed, UsageError } from "../../errors.ts";
import { openBodies, type SourceLine } from "../../event-files/read-bodies.ts";
import {
  compileFor,
  orFailed,
  ownPolicyFile,
  type PolicyFile,
  readPolicyFile,
  SHARED,
  stageOf,
} from "../../policy/policy-file.ts";
import { heading, table } from "../../print.ts";
import type { CommandResult } from "../../program.ts";

export type ExplainOptions = {
  readonly employee?: string;
  readonly stage?: string;
  readonly policy?: string;
  readonly reveal?: boolean;
  readonly json?: boolean;
};

/**
 * `--json`: whom the policy was asked about, its file, the license that it gives (`none` for no account) by which rule,
 * and what came of each rule; of an employee of a stage without what HR said, unless `--reveal` asks for it. No rule is asked about
 * somebody who left.
 */
export type PolicyExplanationDocument = {
  readonly employeeId: string;
  readonly policy: string;
  readonly license: string;
  readonly rule: string;
  readonly rules: readonly RuleTrace[];
};

/**
 * `seatkeeper policy explain FILE` or `--employee ID`: each rule in order, and why it matched or not. Of an event it does
 * not ask whether its day has come. @throws UsageError, CommandFailed
 */
export const policyExplain = async (path: string | undefined, options: ExplainOptions): Promise<CommandResult> => {
  if ((path === undefined) === (options.employee === undefined))
    throw new UsageError("expected a file with one event, or --employee ID with --stage");
  const { fileName, policy } = await policyFor(options);
  const record = path === undefined ? await employeeOf(options) : recordOf(await onlyEvent(path));
  const explanation = explain(record, policy);
  if (explanation === undefined)
    throw new CommandFailed(`Nothing that HR said of ${record.employeeId} is in effect yet, so no rule is asked`);
  // Whoever has the event has seen what it says.
  const isShown = path !== undefined || options.reveal === true;
  const document = documentOf(record.employeeId, fileName, isShown ? explanation : withoutValues(explanation));
  return { text: options.json ? JSON.stringify(document, null, 2) : explanationText(document), complete: true };
};

const withoutValues = ({ desired, rules }: Explanation): Explanation => ({ desired, rules: maskedTraces(rules) });

const policyFor = async ({ stage, policy }: ExplainOptions): Promise<{ fileName: string; policy: LicensePolicy }> => {
  const given = policy === undefined ? undefined : await readPolicyFile(policy);
  if (stage !== undefined) {
    const loaded = stageOf(stage);
    const file = given ?? ownPolicyFile(stage, loaded);
    return { fileName: file.fileName, policy: compileFor(stage, loaded, file).policy };
  }
  const file: PolicyFile = given ?? (await readPolicyFile(SHARED));
  const rules = orFailed(() => compileLicensePolicy(file.text, { fileName: file.fileName }));
  // What becomes of leavers is said by a stage.
  return { fileName: file.fileName, policy: { leave: { suspend: true }, canRename: false, ...rules } };
};

const employeeOf = async ({ employee = "", stage }: ExplainOptions): Promise<EmployeeRecord> => {
  if (stage === undefined) throw new UsageError("--employee needs the stage: --stage S");
  const record = await withEmployees(stage, ({ employees }) => employees.read(employee));
  if (record === undefined)
    throw new CommandFailed(`Nothing is known of an employee ${employee} in the stage ${stage}`);
  return applyDue(record, new Date());
};

const onlyEvent = async (path: string): Promise<SourceLine> => {
  const { count, read } = await openBodies([path]);
  if (count > 1)
    throw new UsageError(
      `${path}: there are ${count} events in this file; give one, for example with \`sed -n 2p ${path}\``,
    );
  for await (const line of read()) return line;
  throw new UsageError(`${path}: there is no event in this file`);
};

const recordOf = ({ file, line, body }: SourceLine): EmployeeRecord => {
  try {
    const event = parseHrEvent(body, new Date());
    if ("fact" in event) return applyFact(emptyRecord(event.employeeId), stated(event));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new CommandFailed(`${file}:${line}: ${error.code}: ${error.message}`, { cause: error });
  }
  throw new CommandFailed(`${file}:${line}: this event cancels another one, and has no role`);
};

const documentOf = (
  employeeId: string,
  policy: string,
  { desired, rules }: Explanation,
): PolicyExplanationDocument => ({
  employeeId,
  policy,
  license: desired.entitled ? desired.license : NO_LICENSE,
  rule: desired.rule,
  rules,
});

const explanationText = ({ employeeId, policy, license, rule, rules }: PolicyExplanationDocument): string => {
  const gets = license === NO_LICENSE ? "no account" : license;
  const title = heading(`${employeeId}: ${gets} by the rule ${rule} (${policy})`);
  if (rules.length === 0) return [title, "No rule is asked about somebody who left."].join("\n");
  const rows = rules.map((trace) => [trace.rule, trace.license, traceText(trace)]);
  return [title, table(["rule", "license", "what came of it"], rows)].join("\n");
};
