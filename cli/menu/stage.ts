import type { Command } from "commander";
import type { PauseOptions } from "../commands/pause.ts";
import { type StageOptions, withStageOptions } from "../options.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";

/** The commands on a stage as a whole. */
export const addStageCommands = (program: Command): void => {
  const status = withStageOptions(program.command("status"))
    .description("show the state of a stage: whether it is paused, queues, dead letters by code, and its stack")
    .action(async (options: StageOptions) => {
      const { status } = await import("../commands/status.ts");
      printResult(await status(options));
    });
  withJsonShape(withExamples(status, ["seatkeeper status --stage local"]), STATUS);
  addPause(program);
  addResume(program);
};

const addPause = (program: Command): void => {
  const pause = withStageOptions(program.command("pause"))
    .description("stop everything now: the functions take no more messages, and the queues keep them")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (options: PauseOptions) => {
      const { pause } = await import("../commands/pause.ts");
      printResult(await pause(options));
    });
  withJsonShape(withExamples(pause, ["seatkeeper pause --stage local"]), PAUSED);
};

const addResume = (program: Command): void => {
  const resume = withStageOptions(program.command("resume"))
    .description("let the functions of a paused stage take messages again")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (options: PauseOptions) => {
      const { resume } = await import("../commands/pause.ts");
      printResult(await resume(options));
    });
  withJsonShape(withExamples(resume, ["seatkeeper resume --stage local"]), PAUSED);
};

const MAPPINGS = "{ id: string; functionName: string; queue: string; state: string; changedAt?: string }[]";

const STATUS = `{
  stage: string;
  /** Whether messages are taken. Missing if AWS_ENDPOINT_URL_SQS alone says where the stage local is. */
  flow?:
    | {
        state: "running" | "paused" | "half paused" | "pausing" | "resuming";
        /** Since when it is paused. */
        since?: string;
        mappings: ${MAPPINGS};
      }
    | { state: "not known"; reason: string };
  /** Its CloudFormation stack, unless it is local. */
  stack?: { status: string; updatedAt?: string; outputs: Record<string, string> };
  queues: {
    queue: string;
    source: { waiting: number; inFlight: number };
    /** \`exhausted\` are those that were replayed 5 times. */
    deadLetters: {
      waiting: number;
      inFlight: number;
      byCode: Record<string, number>;
      exhausted: number;
      oldest?: string;
    };
  }[];
}`;

const PAUSED = `{
  stage: string;
  /** Where the stage is now. */
  state: "running" | "paused" | "half paused" | "pausing" | "resuming";
  since?: string;
  mappings: ${MAPPINGS};
  /** What AWS did not switch, and why. */
  failures: { id: string; functionName: string; reason: string }[];
  /** All queues together, unless SQS does not say. */
  queues?: {
    depth: { waiting: number; inFlight: number };
    /** In seconds: how long a message is kept. */
    retention: number;
  };
}`;
