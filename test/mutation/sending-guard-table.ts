import { type Guard, guardsIn } from "./guard.ts";

/** Guards of what an operator sends, stops and is told of a file. */
export const SENDING_GUARDS: readonly Guard[] = [
  ...guardsIn("cli/commands/send.ts", "test/cli/commands/send.test.ts", [
    ["nothing is sent if an event is invalid", "if (invalid.size > 0 && !skipInvalid)", "if (invalid.size < 0)"],
    [
      "prod is asked about before events are sent",
      'await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });',
      "",
    ],
  ]),
  ...guardsIn("cli/sending/find-invalid.ts", "test/cli/commands/send.test.ts", [
    ["what is invalid is left out", "if (!invalid.has(index)) yield line;", "yield line;"],
  ]),
  ...guardsIn("cli/sending/send-bodies.ts", "test/cli/commands/send.test.ts", [
    ["Ctrl-C ends the sending", "if (shouldStop?.()) break;", ""],
  ]),
  ...guardsIn("cli/sending/send-bodies.ts", "test/cli/sending/send-lines.test.ts", [
    ["what is under way is waited for", "await Promise.all(running);", ""],
  ]),
  ...guardsIn("cli/sending/send-lines.ts", "test/cli/sending/send-lines.test.ts", [
    ["an event without an answer may have been sent", "tried - sent - refused.length", "0"],
  ]),
  ...guardsIn("cli/event-files/text-fault.ts", "test/cli/event-files/read-bodies.test.ts", [
    ["UTF-16 without a byte order mark is told", "odd > sample.length / 4", "odd > sample.length"],
    ["a binary file is told", "bytes.includes(0) ?", "bytes.includes(-1) ?"],
  ]),
  ...guardsIn("cli/event-files/json-document.ts", "test/cli/event-files/read-bodies.test.ts", [
    ["an array on each line is its events", "!Array.isArray(parsed(line.text))", "Array.isArray(parsed(line.text))"],
  ]),
  ...guardsIn("cli/event-files/misspelled.ts", "test/cli/event-files/check-event.test.ts", [
    ["a known member is not taken for another one", "!known.has(key) && ", ""],
  ]),
  ...guardsIn("cli/pausing/switch-flow.ts", "test/cli/pausing/switch-flow.test.ts", [
    ["pausing waits until it is so", "waiting.length === 0 ||", "waiting.length >= 0 ||"],
    ["pausing does not wait for ever", " || now() >= until", " || now() >= 100 * until"],
    ["a mapping is asked once", "!asked.has(id)", "id !== undefined"],
    [
      "what was last seen is told if Lambda goes away",
      "return { done: false, flow,",
      "throw unseen; return { done: false, flow,",
    ],
    ["a busy mapping is asked again", "taken && asked.add", "asked.add"],
    ["what is as wanted is not touched", 'state !== (enabled ? "Enabled" : "Disabled")', "state !== undefined"],
  ]),
  ...guardsIn("cli/pausing/flow.ts", "test/cli/pausing/flow.test.ts", [
    ["a half-paused stage is not a paused one", "off.length < mappings.length", "off.length === 0"],
  ]),
  ...guardsIn("cli/pausing/flow.ts", "test/cli/pausing/switch-flow.test.ts", [
    ["a stage without functions is not there", " || failed.length === found.length", ""],
  ]),
  ...guardsIn("cli/commands/pause.ts", "test/cli/commands/pause.test.ts", [
    [
      "prod is asked about before it is paused",
      'await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });',
      "",
    ],
  ]),
  ...guardsIn("cli/commands/status.ts", "test/cli/commands/pause.test.ts", [
    ["a paused stage says so first", "...flowLines(flow, stage, now),", ""],
  ]),
  ...guardsIn("cli/stage-functions.ts", "test/cli/commands/pause.test.ts", [
    ["another stack's queues do not pause this one", " || sqs === undefined", " || sqs !== null"],
  ]),
  ...guardsIn("adapters/lambda/event-source-mappings.ts", "test/adapters/lambda/event-source-mappings.test.ts", [
    ["every page of mappings is read", 'Marker !== undefined && Marker !== ""', "Marker === null"],
    ["a change under way is no failure", "BUSY.has(error.name)", 'error.name === ""'],
  ]),
  ...guardsIn("local/aws/event-source-mapping.ts", "test/local/aws/lambda-api.test.ts", [
    ["an embedded poller really stops", "await source.stop();", ""],
    ["an embedded mapping takes one change at a time", 'if (state === "Disabling") return false;', ""],
  ]),
];
