import type { License } from "../../domain/accounts/license.ts";
import type { FailureCode } from "../../domain/failures.ts";
import { OUTCOMES } from "../outcomes.ts";
import { counted, heading, table } from "../print.ts";
import type { Calls } from "./preview-world.ts";
import type { PreviewedEvent } from "./previewed-event.ts";

/**
 * What a preview came to: the last line of `seatkeeper preview --json`. `outcomes` counts the events by what became of
 * each by the end: one that waited for another event of the files counts as what that made of it. `codes` are those of
 * the dead letters. `licenses` counts the accounts that the events touch, by license, each of the directory's from zero.
 * `calls` is how often the stage was read.
 */
export type PreviewSummary = {
  readonly events: number;
  readonly employees: number;
  readonly outcomes: Readonly<Record<PreviewedEvent["outcome"], number>>;
  readonly codes: Readonly<Partial<Record<FailureCode, number>>>;
  readonly licenses: {
    readonly before: Readonly<Record<License, number>>;
    readonly after: Readonly<Record<License, number>>;
  };
  readonly calls: Calls;
};

/** The summary for a terminal. */
export const summaryText = ({ events, employees, outcomes, codes, licenses, calls }: PreviewSummary): string => {
  const read = `Read, and wrote nothing: ${counted(calls.dynamodb, "call")} to DynamoDB, ${calls.directory} to the directory.`;
  const known = OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  return [
    heading(`${counted(events, "event")} of ${counted(employees, "employee")}`),
    table(
      ["outcome", "events"],
      known.map((outcome) => [outcome, outcomes[outcome]]),
    ),
    ...section("Dead letters", ["code", "events"], Object.entries(codes)),
    ...section("Licenses of their accounts", ["license", "before", "after", "change"], licenseRows(licenses)),
    calls.dynamodb + calls.directory === 0 ? "Started from nothing, and wrote nothing." : read,
  ].join("\n");
};

const section = (title: string, head: readonly string[], rows: Parameters<typeof table>[1]): readonly string[] =>
  rows.length === 0 ? [] : ["", heading(title), table(head, rows)];

const licenseRows = ({ before, after }: PreviewSummary["licenses"]) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].map((license) => {
    const [had = 0, has = 0] = [before[license], after[license]];
    return [license, had, has, has > had ? `+${has - had}` : has - had];
  });
