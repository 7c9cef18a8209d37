import { type Guard, guardsIn } from "./guard.ts";

/** How the parts are put together: clients, handlers, runtime, log and metrics, the command line, the emulators. */
export const WIRING_GUARDS: readonly Guard[] = [
  ...guardsIn("adapters/timeouts.ts", "test/adapters/aws-clients.test.ts", [
    [
      "a slow response of DynamoDB and SQS is given up",
      "requestTimeout: 3_000, throwOnRequestTimeout: true",
      "requestTimeout: 3_000",
    ],
    ["a connection to DynamoDB and SQS is given up", "connectionTimeout: 3_000, ", ""],
  ]),
  ...guardsIn("cli/csv.ts", "test/cli/csv.test.ts", [
    ["no cell of a CSV is a formula", "FORMULA.test(text) ? `'${text}` : text", "text"],
    ["a cell with a comma or a quote is quoted", '/[",]/.test(shown)', "/$^/.test(shown)"],
  ]),
  ...guardsIn("cli/employee-row.ts", "test/cli/employee-row.test.ts", [
    [
      "what never came to hold says nothing of a seat",
      'new Set(["stale", "refused"])',
      'new Set(["stale"].filter((each) => each === ""))',
    ],
  ]),
  ...guardsIn("cli/live-account.ts", "test/cli/live-account.test.ts", [
    ["what a directory cannot change is no disagreement", "canRename || field ===", "true || field ==="],
    [
      "somebody else's account is not compared",
      'account === undefined || "ownedBy" in ownedBy ? []',
      "account === undefined ? []",
    ],
    ["a linked account that is gone is no agreement", "{ agrees: !isEntitled(record) }", "{ agrees: true }"],
    ["of somebody who is to have none it is one", ": applied.entitled;", ": applied.entitled || true;"],
  ]),
  ...guardsIn("cli/sightings.ts", "test/cli/sightings.test.ts", [
    ["an event is found by its message, too", "eventId === id || messageId === id", "eventId === id"],
    [
      "two sources that used one ID are two",
      "eventKey(sighting.eventId, sighting.eventSource)",
      "eventKey(sighting.eventId)",
    ],
    [
      "what is not applied yet is not said to be",
      'record.applied?.state === record.state ? "applied" : "underway"',
      '"applied"',
    ],
  ]),
  ...guardsIn("cli/resyncs.ts", "test/cli/commands/employee/resync.test.ts", [
    [
      "a resync that SQS did not take is told of whom",
      "if (failed === employees.length) return",
      "if (failed > 0) return",
    ],
  ]),
  ...guardsIn("cli/commands/employee/list.ts", "test/cli/commands/employee/list.test.ts", [
    [
      "a list with filters is no list of who waits",
      "waiting === true && narrowing.every((each) => each === undefined)",
      "waiting === true",
    ],
    ["a name that the stage does not have is told", "if (summary.matching === 0) await", "if (false) await"],
  ]),
  ...guardsIn("cli/commands/employee/unknown-names.ts", "test/cli/commands/employee/list.test.ts", [
    ["who left has a rule, too", ".concat(LEFT)", ""],
  ]),
  ...guardsIn("cli/employee-policy.ts", "test/cli/commands/employee/show.test.ts", [
    ["what HR said is masked in the rules", "reveal ? rules : maskedTraces(rules)", "rules"],
  ]),
  ...guardsIn("dead-letters/dead-letter.ts", "test/dead-letters/summarize.test.ts", [
    [
      "a dead letter is found by the message that failed",
      "[deadLetter.id, deadLetter.reason?.messageId, deadLetter.eventId]",
      "[deadLetter.id, deadLetter.eventId]",
    ],
  ]),
  ...guardsIn("adapters/sqs/client.ts", "test/adapters/aws-clients.test.ts", [
    ["SQS's client has time-outs", "{ requestHandler: STATE_TIMEOUTS }", "{}"],
  ]),
  ...guardsIn("adapters/sqs/client.ts", "test/runtime/endless-answers.test.ts", [
    [
      "a body of SQS that drips is given up",
      "client.middlewareStack.add(limitBody(STATE_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);",
      "",
    ],
  ]),
  ...guardsIn("adapters/state/clients.ts", "test/runtime/endless-answers.test.ts", [
    [
      "a body of DynamoDB that drips is given up",
      "plain.middlewareStack.add(limitBody(STATE_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);",
      "",
    ],
  ]),
  ...guardsIn("adapters/directories/chime/clients.ts", "test/runtime/endless-answers.test.ts", [
    [
      "a body of Chime that drips is given up",
      "client.middlewareStack.add(limitBody(CHIME_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);",
      "",
    ],
  ]),
  ...guardsIn("adapters/state/clients.ts", "test/adapters/aws-clients.test.ts", [
    ["DynamoDB's client has time-outs", "{ requestHandler: STATE_TIMEOUTS }", "{}"],
    ["members that are undefined are left out", "removeUndefinedValues: true", "removeUndefinedValues: false"],
  ]),
  ...guardsIn("adapters/directories/chime/clients.ts", "test/adapters/aws-clients.test.ts", [
    ["Chime has one region", "region: CHIME_REGION, ", ""],
    ["Chime's client has time-outs", ", requestHandler: CHIME_TIMEOUTS }", " }"],
    ["the client sends a creation once", "attempts(1, 2 / 3)", "attempts(3, 2 / 3)"],
  ]),
  ...guardsIn("adapters/directories/chime/clients.ts", "test/adapters/directories/chime/clients.test.ts", [
    ["a call leaves time for itself", "milliseconds - RESERVE, milliseconds / 2", "milliseconds, milliseconds / 2"],
    ["finds leave time for what comes after them", "attempts(3, 1 / 3)", "attempts(3, 1)"],
  ]),
  ...guardsIn("adapters/directories/chime/directory.ts", "test/adapters/directories/chime/directory.test.ts", [
    [
      "a find ends with its batch",
      "{ AccountId, UserEmail: email }, { abortSignal }",
      "{ AccountId, UserEmail: email }",
    ],
    ["a creation ends with its batch", "Email: email }), { abortSignal }", "Email: email })"],
  ]),
  ...guardsIn("adapters/directories/chime/users.ts", "test/adapters/directories/chime/directory.test.ts", [
    [
      "a user has the very email, not one that begins so",
      "UserId && PrimaryEmail && isSameEmail(PrimaryEmail.trim(), email)",
      "UserId && PrimaryEmail?.toLowerCase().startsWith(email.toLowerCase())",
    ],
  ]),
  ...guardsIn("adapters/directories/chime/license-updates.ts", "test/adapters/directories/chime/directory.test.ts", [
    [
      "a batch of changes ends with its batch",
      "const { UserErrors = [] } = await client.send(command, { abortSignal });",
      "const { UserErrors = [] } = await client.send(command);",
    ],
  ]),
  ...guardsIn("adapters/directories/chime/license-batch.ts", "test/adapters/directories/chime/directory.test.ts", [
    ["nobody waits long for the others", "MAX_WAIT_MS = 5_000", "MAX_WAIT_MS = 500_000"],
  ]),
  ...guardsIn("adapters/state/employees-table.ts", "test/adapters/state/dynamodb-requests.test.ts", [
    ["a record is read as it is now", "ConsistentRead: true", "ConsistentRead: false"],
  ]),
  ...guardsIn("adapters/sqs/dead-letter-queue.ts", "test/adapters/sqs/requests.test.ts", [
    ["a dead letter is received with its reason", '      MessageAttributeNames: ["All"],\n', ""],
    [
      "a dead letter is received with its time",
      '"SentTimestamp", "DeadLetterQueueSourceArn"',
      '"DeadLetterQueueSourceArn"',
    ],
    ["no server of SQS is left out", "WAIT = 1;", "WAIT = 0;"],
    ["nobody else receives what is replayed", "VISIBILITY = 600", "VISIBILITY = 30"],
  ]),
  ...guardsIn("adapters/sqs/source-queue.ts", "test/adapters/sqs/requests.test.ts", [
    [
      "a backoff that hangs is given up",
      "ChangeMessageVisibilityCommand(change), { abortSignal }",
      "ChangeMessageVisibilityCommand(change)",
    ],
    ["a dead letter that hangs is given up", "client.send(command, { abortSignal })", "client.send(command)"],
  ]),
  ...guardsIn("adapters/state/creation-lock.ts", "test/adapters/state/creation-lock.test.ts", [
    [
      "no text of Powertools reaches a failure",
      "${errorName(cause)}`, { cause }",
      "${(cause as Error).message}`, { cause }",
    ],
    ["a result is kept for an hour", "RESULT_TTL_SECONDS = 60 * 60", "RESULT_TTL_SECONDS = 60"],
    ["a key is of its operation", 'keyPrefix: "create-user"', 'keyPrefix: "handle"'],
  ]),
  ...guardsIn("handlers/replay-dead-letters.ts", "test/handlers/replay-dead-letters.test.ts", [
    ["the replay function leaves exhausted dead letters alone", "force: false", "force: true"],
    ["the replay function keeps time to give back", "RESERVE = 10_000", "RESERVE = 0"],
    [
      "the replay function keeps to the rate",
      "{ filter, limit, rate, force: false }",
      "{ filter, limit, force: false }",
    ],
  ]),
  ...guardsIn("runtime/replay-request.ts", "test/handlers/replay-dead-letters.test.ts", [
    ["the replay function only counts by default", "z._default(z.boolean(), true)", "z._default(z.boolean(), false)"],
  ]),
  ...guardsIn("handlers/employee-hired.ts", "test/handlers/hr-functions.test.ts", [
    ["employeeHired takes hires", 'hrFunction("hired"', 'hrFunction("role-changed"'],
    ["employeeHired creates under its lock", "dependencies, lock);", "dependencies);"],
    ["the lock is in its own table", "config.IDEMPOTENCY_TABLE", "config.EMPLOYEES_TABLE"],
  ]),
  ...guardsIn("handlers/employee-left.ts", "test/handlers/hr-functions.test.ts", [
    ["employeeLeft takes leaves", 'hrFunction("left"', 'hrFunction("role-changed"'],
  ]),
  ...guardsIn("handlers/role-changed.ts", "test/handlers/hr-functions.test.ts", [
    ["roleChanged takes role changes", 'hrFunction("role-changed"', 'hrFunction("hired"'],
  ]),
  ...guardsIn("runtime/hr-function.ts", "test/handlers/hr-functions.test.ts", [
    [
      "a dead letter goes to the dead-letter queue",
      "sendDeadLetterTo(sqs, config.DEAD_LETTER_QUEUE_URL)",
      "sendDeadLetterTo(sqs, config.SOURCE_QUEUE_URL)",
    ],
    [
      "a message is hidden in its own queue",
      "changeVisibilityIn(sqs, config.SOURCE_QUEUE_URL)",
      "changeVisibilityIn(sqs, config.DEAD_LETTER_QUEUE_URL)",
    ],
    [
      "the waits are the stage's",
      "baseSeconds: config.RETRY_BASE_SECONDS,\n      maxSeconds: config.RETRY_MAX_SECONDS,",
      "baseSeconds: config.RETRY_MAX_SECONDS,\n      maxSeconds: config.RETRY_BASE_SECONDS,",
    ],
    ["the receives are the stage's", "maxReceives: config.MAX_RECEIVE_COUNT", "maxReceives: 1000"],
    [
      "a function creates and releases only if its row says so",
      "const { may } = QUEUES[queue];",
      "const may = { create: true, release: true };",
    ],
  ]),
  ...guardsIn("adapters/directories/chime/directory.ts", "test/runtime/hr-function.test.ts", [
    ["the batch knows how much time is left", "    clients.waitWithin(remainingMs);\n", ""],
  ]),
  ...guardsIn("runtime/sqs-handler.ts", "test/runtime/sqs-handler.test.ts", [
    [
      "Middy does not respond before the records are done",
      "middy<SQSEvent, SQSBatchResponse>(PLUGIN)",
      "middy<SQSEvent, SQSBatchResponse>()",
    ],
    ["each line names its request", "    .use(injectLambdaContext(telemetry.logger))\n", ""],
    [
      "no event is logged",
      "injectLambdaContext(telemetry.logger)",
      "injectLambdaContext(telemetry.logger, { logEvent: true })",
    ],
    ["metrics are written", "    .use(logMetrics(telemetry.metrics))\n", ""],
    ["the invocation is announced before the batch", "      onInvoke(context);\n", ""],
    ["a deadline ends with its batch", ".finally(deadline.end)", ""],
  ]),
  ...guardsIn("runtime/deadline.ts", "test/runtime/sqs-handler.test.ts", [
    ["a function keeps time to settle its records", "SETTLEMENT_MS = 3_000", "SETTLEMENT_MS = 0"],
    ["a function keeps time to respond to Lambda", "RESPONSE_SHARE = 1 / 3", "RESPONSE_SHARE = 0"],
  ]),
  ...guardsIn("runtime/aws-dependencies.ts", "test/runtime/aws-dependencies.test.ts", [
    ["the clock goes on", "now: () => new Date(),", "now: ((at) => () => at)(new Date()),"],
    ["jitter is by chance", "random: Math.random", "random: () => 0.5"],
  ]),
  ...guardsIn("runtime/telemetry.ts", "test/runtime/telemetry.test.ts", [
    ["no text of a cause is logged", "cause: errorName(cause), frames", "cause: (cause as Error).message, frames"],
    [
      "frames hold no text",
      "error.stack.slice(error.stack.indexOf(error.message) + error.message.length)",
      "error.stack",
    ],
    [
      "a throttled directory is counted",
      'if (code === "DirectoryThrottled") count("DirectoryThrottled");',
      'if (code === "DirectoryThrottled") count("Throttled");',
    ],
    ["dead letters are counted", '      count("DeadLetters");\n', ""],
    ["seats are counted by license", 'gauge.addDimension("license", license)', 'gauge.addDimension("tier", license)'],
  ]),
  ...guardsIn("cli/new-file.ts", "test/cli/new-file.test.ts", [
    ["dead letters are for their owner's eyes", '"wx", 0o600', '"wx", 0o644'],
    ["no file is written over", '"wx", 0o600', '"w", 0o600'],
    [
      "dead letters are on the disk before they are deleted",
      "        fsyncSync(descriptor);\n        syncFolder",
      "        syncFolder",
    ],
    ["the name of their file is, too", "        syncFolder(dirname(path));\n", ""],
  ]),
  ...guardsIn("cli/commands/dlq/discard.ts", "test/cli/new-file.test.ts", [
    ["discarded dead letters are synced first", "        file.sync();\n", ""],
  ]),
  ...guardsIn("cli/commands/dlq/discard.ts", "test/cli/commands/dlq/discard.test.ts", [
    ["nothing of prod is deleted unasked", "options.yes ?? false", "options.yes ?? true"],
    ["a discarded dead letter is kept whole", "each, true)", "each, false)"],
  ]),
  ...guardsIn("cli/commands/dlq/replay.ts", "test/cli/commands/dlq/replay.test.ts", [
    ["nothing of prod is replayed unasked", "options.yes ?? false", "options.yes ?? true"],
    ["exhausted dead letters are left alone", "force = false } = options;", "force = true } = options;"],
  ]),
  ...guardsIn("cli/commands/dlq/export.ts", "test/cli/commands/dlq/export.test.ts", [
    ["an export is masked", "options.reveal ?? false", "options.reveal ?? true"],
  ]),
  ...guardsIn("local/recording/without-machine.ts", "test/local/recording/svg.test.ts", [
    ["a recording tells of no machine", "trace.length > 3 && ", "trace.length > 300 && "],
  ]),
  ...guardsIn("config/confirm-stage.ts", "test/config/confirm-stage.test.ts", [
    ["prod is asked about", 'GUARDED = "prod"', 'GUARDED = "production"'],
  ]),
  ...guardsIn("local/ports.ts", "test/local/ports.test.ts", [
    ["the ports are those of docs/local.md", "sqs: 9324", "sqs: 9325"],
  ]),
  ...guardsIn("local/aws/function-runtime.ts", "test/local/aws/function-runtime.test.ts", [
    [
      "a function sees no environment but its own",
      "env: { ...environment }",
      "env: { ...process.env, ...environment }",
    ],
  ]),
  ...guardsIn("local/aws/queues.ts", "test/local/emulators.test.ts", [
    [
      "the embedded SQS is for this machine",
      'app.listen({ port, host: "127.0.0.1" })',
      'app.listen({ port, host: "0.0.0.0" })',
    ],
    ["no web page reaches the embedded SQS", "loopbackOnly(app.server);", ""],
  ]),
  ...guardsIn("local/aws/tables.ts", "test/local/emulators.test.ts", [
    ["the embedded DynamoDB is for this machine", 'server.listen(port, "127.0.0.1")', 'server.listen(port, "0.0.0.0")'],
    ["no web page reaches the embedded DynamoDB", "loopbackOnly(server);", ""],
  ]),
  ...guardsIn("local/start-emulator.ts", "test/local/emulators.test.ts", [
    ["the embedded tables are in files", "folder: folder?.path", "folder: undefined"],
    ["the embedded stack leaves no files", "folder?.remove();", ""],
  ]),
  ...guardsIn("local/aws/close-iterators.ts", "test/local/aws/close-iterators.test.ts", [
    ["what the embedded DynamoDB has read is let go", "iterator.return = () => iterator.close();", ""],
  ]),
  ...guardsIn("local/emulator/listen.ts", "test/local/emulators.test.ts", [
    [
      "an emulated directory is for this machine",
      'server.listen(wanted, "127.0.0.1")',
      'server.listen(wanted, "0.0.0.0")',
    ],
    ["no web page reaches an emulated directory", "loopbackOnly(server);", ""],
  ]),
];
