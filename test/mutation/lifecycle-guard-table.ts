import { type Guard, guardsIn } from "./guard.ts";

const domainTest = (name: string): string => `test/domain/${name}.test.ts`;

/** What an employee comes to over time: facts that are upcoming or taken back, waiting, leaving, coming back. */
export const LIFECYCLE_GUARDS: readonly Guard[] = [
  ...guardsIn("adapters/state/employee-item.ts", "test/adapters/state/employee-item.test.ts", [
    [
      "the ID of a role's message goes with the role, also in an older release",
      "const facts = { event: `hr.employee.${kind}.v1`, ...message, ...said };\n  return { facts,",
      "const facts = { event: `hr.employee.${kind}.v1`, ...said };\n  return { facts, ...message,",
    ],
  ]),
  ...guardsIn("runtime/handle-batch.ts", "test/runtime/handle-batch.test.ts", [
    ["an operator's resync asserts the record", 'because === "Operator"', 'because !== "Operator"'],
  ]),
  ...guardsIn("runtime/read-record.ts", "test/runtime/handle-batch.test.ts", [
    ["an event keeps its message's ID", "event: { ...message, messageId: record.messageId }", "event: message"],
  ]),
  ...guardsIn("domain/facts/apply-fact.ts", domainTest("facts/apply-fact"), [
    ["the newest role wins", "isActive(stated) && isNewer(stated, record.role)", "isActive(stated)"],
    ["the newest hire or leave wins", "says !== undefined && isNewer(says, record.employment)", "says !== undefined"],
  ]),
  ...guardsIn("domain/facts/apply-fact.ts", domainTest("reconcile/resyncs"), [
    [
      "an upcoming hire of another person never counts",
      "applied.role === record.role || !isOtherPerson(record, stated.fact)",
      "applied !== undefined",
    ],
    [
      "an upcoming hire of another person is woken for until it is reported",
      "upcoming: [{ ...stated, refused: true }, ...upcoming]",
      "upcoming",
    ],
    ["what was refused stays refused", " && refused === undefined", ""],
  ]),
  ...guardsIn("domain/facts/fold.ts", domainTest("reconcile/resyncs"), [
    [
      "another delivery of a refused hire makes no second dead letter",
      'if (record.upcoming.some((each) => isSame(each, event))) return "upcoming";',
      'if (!isRefused(record, event) && record.upcoming.some((each) => isSame(each, event))) return "upcoming";',
    ],
  ]),
  ...guardsIn("domain/reconcile/give-up.ts", domainTest("reconcile/resyncs"), [
    ["a resync reports a refused hire", "  record.upcoming.some(isRefused)\n", '  record.employeeId === ""\n'],
    ["a refused hire is reported once", "record.upcoming.filter((each) => !isRefused(each))", "record.upcoming"],
    [
      "what else a resync was to do, another one does",
      '{ waiting = { because: "OtherFunction", since: at, until: at } }',
      "{ waiting }",
    ],
  ]),
  ...guardsIn("domain/facts/fold.ts", domainTest("facts/fold"), [
    [
      "an upcoming fact is not applied early",
      '  if (!isDue(event, now)) return { verdict: "upcoming", record: withUpcoming(remembered, stated(event)) };\n',
      "",
    ],
    [
      "what is due is applied before whatever comes",
      "foldInto(applyDue(before, now), event, now)",
      "foldInto(before, event, now)",
    ],
    ["at most 20 facts are upcoming", "record.upcoming.length < MAX_UPCOMING", "MAX_UPCOMING > 0"],
  ]),
  ...guardsIn("domain/facts/fold.ts", domainTest("facts/same-person"), [
    [
      "an employee ID is one person's",
      "if (applied.role !== record.role && isOtherPerson(record, event.fact)) throw employeeIdReused();",
      "",
    ],
  ]),
  ...guardsIn("domain/facts/fold.ts", domainTest("facts/cancel"), [
    [
      "a cancelled event is not taken again",
      'if (record.cancelled.includes(keyOf(event))) return { verdict: "cancelled", record };',
      "",
    ],
  ]),
  ...guardsIn("domain/facts/cancel.ts", domainTest("facts/cancel"), [
    ["what has come into effect cannot be taken back", "if (isKnown(record, key)) {", 'if (key === "") {'],
  ]),
  ...guardsIn("adapters/state/employee-expressions.ts", "test/adapters/state/employees-table.test.ts", [
    ["a change in one write is none that HR took back", " AND NOT contains(#cancelled, :eventKey)", ""],
    [
      "a change in one write is refused if something is due",
      "(attribute_not_exists(#wakeAt) OR #wakeAt > :now)",
      "(attribute_not_exists(#wakeAt) OR attribute_exists(#wakeAt) OR #wakeAt > :now)",
    ],
  ]),
  ...guardsIn("adapters/state/employees-table.ts", "test/adapters/state/employees-table.test.ts", [
    ["a change in one write is due", 'kind !== "role-changed" || !isDue(event, now)', 'kind !== "role-changed"'],
  ]),
  ...guardsIn("domain/reconcile/desire.ts", domainTest("reconcile/desire"), [
    [
      "a change after a leave does not bring her back",
      'if (employment?.status === "left") return',
      'if (employment?.status === "left" && !(role !== undefined && role.version > employment.version)) return',
    ],
    ["none is no license", "if (license === NO_LICENSE)", 'if (license === "")'],
    ["nothing is asked of a directory that it cannot do", "policy.canRename ?", "policy !== undefined ?"],
  ]),
  ...guardsIn("domain/reconcile/next-step.ts", domainTest("reconcile/invitations"), [
    [
      "whoever was invited is waited for",
      "if (isInvited) return waitForInvited(invitation, seen);",
      'if (isInvited) return { do: "nothing", sentence: "" };',
    ],
    [
      "a leaver's invitation is not forgotten while she may accept it",
      "if (invitation !== undefined) return waitForInvited(invitation, seen);",
      'if (invitation !== undefined) return { do: "nothing", sentence: "" };',
    ],
    [
      "another email is invited, too",
      "found === undefined && invitation?.email === email",
      "found === undefined && invitation !== undefined",
    ],
  ]),
  ...guardsIn("domain/accounts/link.ts", domainTest("reconcile/next-step"), [
    [
      "an invitation does not count for ever",
      "Date.parse(invited.at) < INVITATION_MS ? invited",
      "Date.parse(invited.at) < Number.POSITIVE_INFINITY ? invited",
    ],
  ]),
  ...guardsIn("domain/reconcile/perform.ts", domainTest("reconcile/invitations"), [
    ["no pass invites twice", "if (openInvitation(record.link, now())?.email !== email) throw error;", ""],
  ]),
  ...guardsIn("domain/accounts/create-account.ts", domainTest("accounts/create-account"), [
    [
      "an invitation is in the record before anything else happens",
      "if (isInvitationPending(error)) await employees.markInvited(employeeId, email, now());",
      "",
    ],
    [
      "two events send one invitation",
      "if (openInvitation(marked, now())?.email === email) throw invitedMeanwhile();",
      "",
    ],
  ]),
  ...guardsIn("adapters/state/employee-expressions.ts", "test/adapters/state/employee-writes.test.ts", [
    ["an invitation to an account that is lost says nothing of the next", " REMOVE #invitedEmail, #invitedAt", ""],
  ]),
  ...guardsIn("adapters/directories/chime/invitations.ts", "test/adapters/directories/chime/invitations.test.ts", [
    ["an invitation that did not go out is not waited for", "return problemOf(Invites, email);", "return undefined;"],
    ["an old member's license is not believed", "return { id: account.id };", "return account;"],
    ["a refused invitation is nobody's account", "failure === undefined || failure.retryable ?", "true ?"],
  ]),
  ...guardsIn("domain/reconcile/converge.ts", domainTest("reconcile/waiting"), [
    [
      "the record waits before the message is acknowledged",
      "if (await confirm(ended)) return ended;",
      "if (ended.waiting !== undefined || (await confirm(ended))) return ended;",
    ],
  ]),
  ...guardsIn("domain/reconcile/confirmation.ts", domainTest("reconcile/waiting"), [
    [
      "nothing is due before it is written",
      "waiting.until < at ? { ...waiting, until: at } : waiting",
      "waiting.until < at ? waiting : waiting",
    ],
  ]),
  ...guardsIn("domain/reconcile/postpone.ts", domainTest("reconcile/postpone"), [
    [
      "a wait for the directory is promised once it is written",
      "isSaved ? waiting : undefined",
      "isSaved ? waiting : waiting",
    ],
    ["only what counts waits for the directory", "record === undefined || record.state === 0", "record === undefined"],
  ]),
  ...guardsIn("domain/reconcile/step.ts", domainTest("reconcile/waiting"), [
    ["the grace ends", "  if (ends <= now.getTime()) return undefined;\n", ""],
    [
      "the grace begins with the wait, and once",
      "waiting?.because === because ? waiting.since : now.toISOString()",
      "now.toISOString()",
    ],
  ]),
  ...guardsIn("domain/reconcile/give-up.ts", domainTest("reconcile/waiting"), [
    ["what is given up waits no more", "isFinal && record.waiting !== undefined", "isFinal && record === undefined"],
    ["only what fails for good is given up", "isFinal && record.waiting !== undefined", "record.waiting !== undefined"],
    [
      "the dead letter of a resync stands for the wait",
      "record.waiting === undefined ? { error } :",
      "record.employeeId !== undefined ? { error } :",
    ],
    ["a wait that began since goes on", " || record.waiting.until !== waiting?.until", ""],
  ]),
  ...guardsIn("runtime/handle-batch.ts", "test/runtime/handle-batch.test.ts", [
    [
      "nothing is given up before its dead letter is sent",
      'if (settlement === "acknowledge") await within',
      "if (settlement !== undefined) await within",
    ],
    ["what is given up is ended", "result.onceDeadLettered?.() ?? NOTHING_TO_END", "NOTHING_TO_END"],
  ]),
  ...guardsIn("runtime/hr-function.ts", "test/runtime/hr-function.test.ts", [
    ["a change waits for its hire as long as the stage says", "HIRE_GRACE_SECONDS * 1000", "HIRE_GRACE_SECONDS * 1"],
  ]),
  ...guardsIn("domain/reconcile/next-step.ts", domainTest("reconcile/next-step"), [
    [
      "a leave waits for a creation in doubt",
      "const inDoubtUntil = createPendingUntil(link, seen.now);",
      "const inDoubtUntil = createPendingUntil({}, seen.now);",
    ],
    [
      "the claim is held before a release",
      "if (seen.held !== state) return",
      "if (seen.held !== state && desired.entitled) return",
    ],
    [
      "a re-hire claims her account again",
      "if (wasReleased && !isHers) return",
      'if (wasReleased && !isHers && accountId === "") return',
    ],
  ]),
  ...guardsIn("domain/wake.ts", domainTest("wake"), [
    [
      "the function that the record waits for is woken",
      "if (waiting?.for !== undefined)",
      "if (waiting === undefined)",
    ],
  ]),
  ...guardsIn("domain/reconcile/next-step.ts", domainTest("reconcile/leavers"), [
    ["only the function of leavers releases", '  if (!seen.may.release) return waitForFunction("left", seen);\n', ""],
    [
      "a leaver's account is let go",
      '{ do: "letGo", accountId, sentence: "let others have the account" }',
      '{ do: "nothing", accountId, sentence: "keep the account released" }',
    ],
  ]),
  ...guardsIn("domain/reconcile/next-step.ts", domainTest("reconcile/rehires"), [
    [
      "a re-hire is reactivated",
      "if (mayBeInactive && !isActiveHeld(record, desired, seen)) {",
      'if (mayBeInactive && accountId === "") {',
    ],
  ]),
  ...guardsIn("domain/reconcile/perform.ts", domainTest("reconcile/rehires"), [
    [
      "an account that passed on is not released",
      "if (await employees.holdClaim(step.accountId, record.employeeId, now())) return",
      "if ((await employees.holdClaim(step.accountId, record.employeeId, now())) || step) return",
    ],
  ]),
  ...guardsIn("adapters/state/claims.ts", "test/adapters/state/employee-writes.test.ts", [
    [
      "a claim passes only after the fence",
      "AND #heldAt <= :fence)",
      "AND (#heldAt <= :fence OR attribute_exists(#heldAt)))",
    ],
    [
      "a claim passes only if it was let go",
      "(#letGo = :true AND",
      "((#letGo = :true OR attribute_exists(#heldAt)) AND",
    ],
    [
      "a late call lets go of no claim that is hers again",
      "#ownerId = :owner AND attribute_exists(#heldAt)",
      "#ownerId = :owner",
    ],
    ["a claim that is held again is let go no more", "#heldAt = :at REMOVE #letGo", "#heldAt = :at"],
  ]),
  ...guardsIn("domain/accounts/create-account.ts", domainTest("accounts/create-account"), [
    ["a lost or released account is not what the lock gives again", "[employeeId, lostId, releasedAt]", "[employeeId]"],
  ]),
  ...guardsIn("domain/accounts/transfer.ts", domainTest("accounts/transfer"), [
    [
      "only a leaver's account is handed over",
      'if (employment?.status === "left") return undefined;',
      "if (employment !== undefined) return undefined;",
    ],
    [
      "no account is handed over while its release may be under way",
      "if (freeFrom <= now.getTime())",
      "if (freeFrom > 0)",
    ],
  ]),
  ...guardsIn("domain/reconcile/trust.ts", domainTest("reconcile/trust"), [
    ["trust ends after a day", "  if (now.getTime() - Date.parse(applied.at) >= TRUST_MS) return undefined;\n", ""],
    ["who doubts the record has it asserted", "  if (doubts === true) return undefined;\n", ""],
    ["what waits is not trusted", "applied?.at === undefined || waiting !== undefined", "applied?.at === undefined"],
  ]),
  ...guardsIn("domain/reconcile/perform.ts", domainTest("reconcile/lost-accounts"), [
    [
      "a lost account is forgotten only after five minutes",
      "if (isCreatePending(link, now())) {",
      "if (isCreatePending(link, new Date(8.64e15))) {",
    ],
  ]),
  ...guardsIn("domain/wake.ts", domainTest("wake"), [
    ["the function that may act then is woken", "dutyOf(applyDue(record, new Date(next)))", "dutyOf(record)"],
  ]),
  ...guardsIn("runtime/wake-due.ts", "test/runtime/wake-due.test.ts", [
    [
      "whoever is due is woken again each quarter of an hour",
      "now.getUTCMinutes() % SWEEP_MINUTES === 0",
      "now.getUTCMinutes() < 0",
    ],
    ["a run that begins late misses nobody", "WINDOW_MS = 70_000", "WINDOW_MS = 60_000"],
    ["wake-ups do not fill the memory", "IN_FLIGHT = 16", "IN_FLIGHT = 16_000"],
  ]),
  ...guardsIn("adapters/directories/chime/suspension.ts", "test/adapters/directories/chime/suspension.test.ts", [
    ["whoever is suspended is signed out", "        await client.send(logout, { abortSignal });\n", ""],
  ]),
  ...guardsIn("domain/reconcile/confirmation.ts", "test/property/cases/by-hand.test.ts", [
    ["what was only believed gets no younger", "isTrusted(converged) ? (record.applied?.at ?? at) : at", "at"],
  ]),
  ...guardsIn("domain/reconcile/converge.ts", "test/property/cases/leaving.test.ts", [
    ["a pass whose record was made to wait believes nothing", "waiting !== undefined || isOverruled", "isOverruled"],
  ]),
  ...guardsIn("domain/reconcile/next-step.ts", "test/property/cases/leaving.test.ts", [
    [
      "whoever holds a claim again lets it go again",
      "seen.held === state ? seen.letGo === state : wasReleased",
      "wasReleased || seen.letGo === state",
    ],
  ]),
];
