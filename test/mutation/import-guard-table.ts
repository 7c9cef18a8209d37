import { type Guard, guardsIn } from "./guard.ts";

/** How a roster's rows become events, and when nothing is sent. */
export const IMPORT_GUARDS: readonly Guard[] = [
  ...guardsIn("cli/import/row-events.ts", "test/cli/import/row-events.test.ts", [
    ["a second import of one export is later", "ahead >= 0 && ahead < SAME_EXPORT_MS", "ahead > 0 && ahead < 0"],
    ["but not of an older export", "ahead >= 0 && ahead < SAME_EXPORT_MS", "ahead >= 0"],
    ["a role that a leave has overtaken says nothing", "role && !isLeft ?", "role ?"],
    ["what another source said is not repeated", "eventSource === source)", 'eventSource !== "")'],
    ["what is the same is the same event", "=== statement.eventDigest", '=== ""'],
    [
      "an event's ID is made of its time, too",
      "{ source, kind: part.kind, time, data }",
      "{ source, kind: part.kind }",
    ],
    ["what has come is not taken back", "each.announces > made.now", 'each.announces > ""'],
    ["what a row says is not taken back", " && !kept.has(each)", ""],
    ["an older export takes nothing back", "publishedAtOf(each.version) < time", 'publishedAtOf(each.version) < "9"'],
    ["who works here is changed, not hired", '"hired" ? "role-changed" : "hired"', '"hired" ? "hired" : "hired"'],
  ]),
  ...guardsIn("cli/import/absent.ts", "test/cli/import/plan-events.test.ts", [
    ["only so many leave by absence", "if (absent.length <= most) return;", "if (most >= 0) return;"],
    ["a share of nothing is nobody", "share === 0 ? 0 :", "share < 0 ? 0 :"],
    ["who is of another source stays", "role?.eventSource === source", 'role?.eventSource !== ""'],
    ["who leaves anyway keeps the day", " && !isLeaving(record, source)", ""],
  ]),
  ...guardsIn("cli/import/check-roster.ts", "test/cli/import/check-roster.test.ts", [
    ["both rows of a pair are bad", "if (!shared.has(first)) refuse(first,", "if (shared.has(first)) refuse(first,"],
    ["who is left out has a row", "others.note(employeeId, line);", "others.has(employeeId);"],
  ]),
  ...guardsIn("cli/import/read-row.ts", "test/cli/import/check-roster.test.ts", [
    ["a row has a value for each column", "values.length !== columns.count", "values.length < columns.count"],
    [
      "a last day to come counts in every row",
      "if (isAhead) return { left,",
      "if (isAhead && isLeaver) return { left,",
    ],
    [
      "a last day that has passed is not that of who is here",
      "if (!(isLeaver ?? at !== undefined))",
      "if (at === undefined)",
    ],
    [
      "a last day comes after the start",
      "if (isAhead || isLeaver === undefined) requireOrder",
      "if (isAhead && isLeaver) requireOrder",
    ],
  ]),
  ...guardsIn("cli/import/row-reader.ts", "test/cli/import/check-roster.test.ts", [
    ["9999-12-31 is no last day", 'if (edge === "end" && date?.date === NO_END) return undefined;', ""],
  ]),
  ...guardsIn("cli/import/roster-file.ts", "test/cli/import/csv.test.ts", [
    ["a file that is cut off is refused", "if (!isWhole(decoder)) throw", "if (decoder === undefined) throw"],
  ]),
  ...guardsIn("cli/import/plan-events.ts", "test/cli/import/plan-events.test.ts", [
    ["an ID of somebody else is told", "if (said.isRenamed && !allowRenamed)", "if (said.isRenamed && allowRenamed)"],
    ["what changes meanwhile is not sent", "  await requireUnchanged(roster);\n", ""],
  ]),
  ...guardsIn("cli/commands/import/import.ts", "test/cli/commands/import/import.test.ts", [
    ["nothing is sent if a row is bad", "if (check.bad.size > 0 && !options.skipInvalid)", "if (check.bad.size < 0)"],
    ["nobody is absent for sure", "if (check.unreadable > 0 && options.absentLeft)", "if (check.unreadable < 0)"],
  ]),
  ...guardsIn("cli/import/ask.ts", "test/cli/commands/import/import.test.ts", [
    ["nobody has said yes", "if (!terminal.input.isTTY) throw", "if (terminal.input.isTTY === undefined) throw"],
    ["prod is named", 'if (stage === "prod")', 'if (stage === "")'],
  ]),
  ...guardsIn("cli/import/csv-records.ts", "test/cli/import/csv.test.ts", [
    ["a quote that is never closed ends early", "  max_record_size: MAX_RECORD,\n", ""],
    ["line ends of two kinds end lines", '["\\r\\n", "\\n", "\\r"]', '["\\r\\n"]'],
    ["blank lines count", "following + emptyLines - counted", "following"],
  ]),
];
