import { type Guard, guardsIn } from "./guard.ts";

const COMMAND = "test/cli/commands/preview.test.ts";
const STAGE = "test/cli/preview/stage.test.ts";

/** What makes a preview say what the run after it does, and write nothing. */
export const PREVIEW_GUARDS: readonly Guard[] = [
  ...guardsIn("cli/preview/preview-events.ts", COMMAND, [
    [
      "what would be tried again is handled when all lines are done",
      "if (isRetryable(result.error) && !isLast) return undefined;",
      "",
    ],
    ["who waits goes on before the preview ends", "      await waits.goOn();\n", ""],
    [
      "an event that waited counts as what it came to",
      "for (const outcome of outcomesOfWaited()) final[outcome] = (final[outcome] ?? 0) + 1;",
      'for (const _ of outcomesOfWaited()) final["waiting"] = (final["waiting"] ?? 0) + 1;',
    ],
  ]),
  ...guardsIn("cli/preview/waits.ts", COMMAND, [
    ["an account passes on as late in a preview as it does", "world.clock.aheadMs += CLAIM_FENCE_MS + 1;", ""],
  ]),
  ...guardsIn("cli/preview/preview-world.ts", COMMAND, [
    ["a preview has the permissions of the queue's function", "may: QUEUES[queue].may", "may: QUEUES.hired.may"],
  ]),
  ...guardsIn("cli/preview/preview-world.ts", STAGE, [
    [
      "a preview asks nobody for the owner of an account that it made",
      "directory.isNew(accountId) ? {} : below.claimOn(accountId)",
      "below.claimOn(accountId)",
    ],
  ]),
  ...guardsIn("cli/preview/with-stage.ts", STAGE, [
    [
      "a table that cannot be read ends the preview",
      'cause instanceof Failure && cause.code === "RecordUnreadable" ? cause : new Unreadable("table", { cause })',
      "cause",
    ],
    [
      "a directory that cannot be read ends the preview",
      "cause instanceof Failure && cause.retryable",
      "cause instanceof Failure && !cause.retryable",
    ],
  ]),
  ...guardsIn("adapters/state/overlay-employees.ts", STAGE, [
    [
      "a record is read once",
      "if (read === undefined) unknown = employeeId;\n    else records.set(employeeId, read);",
      "",
    ],
    [
      "an account that is let go stays the leaver's for a while",
      "return letGo && heldAt <= ",
      "return letGo && heldAt >= ",
    ],
  ]),
  ...guardsIn("adapters/directories/overlay-directory.ts", "test/adapters/directories/overlay-directory.test.ts", [
    ["an email that somebody has is refused", "owner !== undefined && owner.id !== accountId", "owner === null"],
    ["an account that was renamed is not found by its old email", "current === email ? ", "current !== undefined ? "],
    ["who is invited has no account yet", "if (invites) throw", "if (!invites) throw"],
  ]),
];
