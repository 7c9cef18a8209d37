import type { Command } from "commander";
import type { EventShowOptions } from "../commands/event/show.ts";
import { withStageOptions } from "../options.ts";
import { once, parseEmployee, parseText } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";

/** The commands on events. */
export const addEventCommands = (program: Command): void => {
  const event = program.command("event").description("events: what became of them");
  const show = withStageOptions(event.command("show"))
    .argument("<id>", "the event's ID, or that of its SQS message or dead letter", parseText)
    .description(
      "show what became of an event, and when: applied, waiting, overtaken, dead-lettered, taken back or not seen; " +
        "exits with 1 if it was not seen",
    )
    .option("--employee <id>", "read only this employee, instead of the whole table", once(parseEmployee))
    .option("--reveal", "show the events' sources, too")
    .action(async (id: string, options: EventShowOptions) => {
      const { eventShow } = await import("../commands/event/show.ts");
      printResult(await eventShow(id, options));
    });
  withExamples(show, EXAMPLES);
  withJsonShape(show, SHAPE);
};

const EXAMPLES = [
  "seatkeeper event show hire-1000 --stage local",
  "seatkeeper event show hire-1000 --employee E1000 --stage local --json",
];

const SHAPE = `{
  id: string;
  stage: string;
  /** What the records show; two sources may use one ID. Times are ISO 8601 UTC. */
  sightings: {
    employeeId: string;
    eventId: string;
    /** With --reveal. */
    eventSource?: string;
    messageId?: string;
    fate: "applied" | "waiting" | "underway" | "overtaken" | "takenBack" | "refused";
    /** Whether it is what HR said last. */
    counts: boolean;
    /** When it was decided on; missing if that is not among the last ten decisions. */
    at?: string;
    outcome?: string;
    license?: string;
    from?: string;
    rule?: string;
    because?: string;
    until?: string;
    for?: string;
  }[];
  deadLetters: {
    id: string;
    queue: string;
    code: string;
    message: string;
    eventId?: string;
    employeeId?: string;
    attempts?: number;
    replays: number;
    /** The message that failed, in its source queue. */
    messageId?: string;
    failedAt: string;
  }[];
  /** How many employees were read, and of how many the record is of another release. */
  read: number;
  unreadable: number;
  /** Dead letters that somebody else holds. */
  inFlight: number;
  /** Messages that are not handled yet, if the event was not seen. */
  queued?: number;
}`;
