import { existsSync } from "node:fs";
import { withEmployees } from "../../employees.ts";
import { CommandFailed, UsageError } from "../../errors.ts";
import { MAX_ABSENT, type MaxAbsent } from "../../import/absent.ts";
import { confirmSending } from "../../import/ask.ts";
import { type Check, checkRoster } from "../../import/check-roster.ts";
import { type ImportDocument, importDocument } from "../../import/import-document.ts";
import { problemText, refusalText, rowsText } from "../../import/import-text.ts";
import { type OpenImport, openImport } from "../../import/open-import.ts";
import { type Plan, planEvents, type StageReader } from "../../import/plan-events.ts";
import { createSpool, type Spool } from "../../import/spool.ts";
import { readerWithBar, withBar } from "../../import/watched.ts";
import { catchInterruption, isInterrupted } from "../../interruption.ts";
import { createNewFile } from "../../new-file.ts";
import { type PreviewSummary, summaryText } from "../../preview/preview-summary.ts";
import { withPreview } from "../../preview/with-preview.ts";
import { counted } from "../../print.ts";
import { type CommandResult, print, printError } from "../../program.ts";
import { progressBar } from "../../progress.ts";
import { sendLines } from "../../sending/send-lines.ts";
import { sendReport } from "../../sending/send-report.ts";
import { visible } from "../../visible.ts";

export type ImportOptions = {
  readonly map: string;
  readonly stage?: string;
  /** Writes the events to this new file instead of sending them. */
  readonly out?: string;
  /** When the roster was exported (ISO 8601 UTC). */
  readonly asOf?: string;
  readonly absentLeft?: boolean;
  readonly maxAbsent?: MaxAbsent;
  readonly allowRenamed?: boolean;
  readonly skipInvalid?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/**
 * `seatkeeper import ROSTER.csv --map MAP.yml`: makes events of a roster, shows what they would do, asks, and sends
 * them. Nothing is sent if a row is bad, unless bad rows are skipped.
 * @throws UsageError if roster or map cannot be read, CommandFailed if the stage cannot, NotConfirmed
 */
export const importRoster = async (path: string, options: ImportOptions): Promise<CommandResult> => {
  requireOptions(options);
  catchInterruption();
  const now = new Date();
  const opened = await openImport({ file: path, map: options.map, asOf: options.asOf }, now);
  const check = await checkRoster(withBar(opened.roster, "checking"), opened.context);
  requireRows(opened, check);
  if (check.bad.size > 0 && !options.skipInvalid) return refused(opened, check, undefined, options);
  if (check.unreadable > 0 && options.absentLeft) throw new CommandFailed(NOBODY_ABSENT);
  const spool = createSpool(opened.roster.file.name);
  try {
    const plan = await planned(opened, check, spool, options, now);
    if (plan.problems.length > 0 && !options.skipInvalid) return refused(opened, check, plan, options);
    return await previewAndSend(opened, check, plan, spool, options);
  } finally {
    spool.discard();
  }
};

const NOBODY_ABSENT =
  "Nothing was sent: a row whose employee ID cannot be read may be anybody's, so nobody is certainly absent. Correct " +
  "the row, or leave out --absent-left";

const requireOptions = ({ stage, out, absentLeft, maxAbsent }: ImportOptions): void => {
  if (stage === undefined && out === undefined)
    throw new UsageError("Give --stage to send the events, or --out FILE to write them to a file");
  if (absentLeft && stage === undefined)
    throw new UsageError("--absent-left needs --stage, which knows who works here");
  if (maxAbsent !== undefined && !absentLeft) throw new UsageError("--max-absent is for --absent-left");
  if (out !== undefined && existsSync(out))
    throw new CommandFailed(`${visible(out)} already exists: choose another name`);
};

const requireRows = ({ roster }: OpenImport, { rows, leftOut, unmatched }: Check): void => {
  const { name } = roster.file;
  if (rows === 0) throw new UsageError(`${name}: there are no rows after the line of column names`);
  const hint = unmatched.length === 0 ? "" : `; no row has ${visible(unmatched.join(", "))}`;
  if (rows === leftOut) throw new UsageError(`${name}: the map leaves out all of ${counted(rows, "row")}${hint}`);
};

const planned = (
  { roster, context }: OpenImport,
  check: Check,
  spool: Spool,
  { stage, absentLeft, maxAbsent = MAX_ABSENT, allowRenamed = false }: ImportOptions,
  now: Date,
): Promise<Plan> => {
  const plan = (reader: StageReader | undefined): Promise<Plan> => {
    const settings = { allowRenamed, maxAbsent: absentLeft ? maxAbsent : undefined, now };
    return planEvents(withBar(roster, "comparing"), context, check, spool, { stage: reader, ...settings });
  };
  return stage === undefined ? plan(undefined) : withEmployees(stage, (reader) => plan(readerWithBar(reader)));
};

const refused = (opened: OpenImport, check: Check, plan: Plan | undefined, { json }: ImportOptions): CommandResult => {
  const problems = plan?.problems ?? check.problems;
  const named = problemText(opened.roster, problems, plan === undefined ? check.badColumns : new Map());
  return {
    text: json ? jsonText(importDocument(opened, check, plan)) : named,
    complete: false,
    problem: refusalText(plan?.problems.length ?? check.bad.size, check.rows),
  };
};

const previewAndSend = async (
  opened: OpenImport,
  check: Check,
  plan: Plan,
  spool: Spool,
  options: ImportOptions,
): Promise<CommandResult> => {
  const { stage, out, json = false, yes = false } = options;
  const show = json ? () => {} : print;
  const bad = [...check.problems, ...plan.problems];
  if (bad.length > 0 && !json) printError(problemText(opened.roster, bad, check.badColumns));
  show(`${rowsText(opened.roster, opened.context.asOf, check, plan)}\n`);
  const preview = await previewOf(spool, stage);
  const document = { ...importDocument(opened, check, plan), events: spool.count, preview };
  if (isInterrupted()) return { text: "", complete: false, problem: "Interrupted: nothing was sent" };
  show(`${summaryText(preview)}\n`);
  if (out !== undefined) return written(out, spool, document, json);
  const events = counted(spool.count, "event");
  await confirmSending({ stage: stage ?? "", events, confirmed: yes });
  return send(stage ?? "", spool, document, json);
};

const previewOf = (spool: Spool, stage: string | undefined): Promise<PreviewSummary> =>
  withPreview({ stage }, async (preview) => {
    const bar = progressBar("preview", spool.count, "events");
    let seen = 0;
    for await (const _ of preview.events(spool.read())) {
      seen += 1;
      bar.show(seen);
      if (isInterrupted()) break;
    }
    bar.end();
    return preview.summary();
  });

const written = async (out: string, spool: Spool, document: ImportDocument, json: boolean): Promise<CommandResult> => {
  const file = createNewFile(out);
  try {
    for await (const { body } of spool.read()) file.write(`${body}\n`);
    file.sync();
    file.close();
  } catch (error) {
    file.discard();
    throw error;
  }
  const text = `${counted(spool.count, "event")} written to ${visible(out)}; nothing was sent`;
  return { text: json ? jsonText(document) : text, complete: true };
};

const send = async (stage: string, spool: Spool, document: ImportDocument, json: boolean): Promise<CommandResult> => {
  const sent = await sendLines({ stage, lines: spool.read(), total: spool.count });
  const result = sendReport({ stage, invalid: [], ...sent }, { json: false });
  return json ? { ...result, text: jsonText({ ...document, sent }) } : result;
};

const jsonText = (document: ImportDocument): string => JSON.stringify(document, null, 2);
