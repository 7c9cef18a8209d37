/** What `npm start`, `npm run dev` and `npm run send` take. As with `seatkeeper`, what they do is loaded on use. */
import type { Command } from "commander";
import type { SendOptions } from "../cli/commands/send.ts";
import { withExamples } from "../cli/menu/examples.ts";
import { withSendOptions } from "../cli/menu/files.ts";
import { createProgram, printResult } from "../cli/program.ts";
import { LOCAL } from "../config/local-stage.ts";
import type { DevOptions } from "./commands/dev.ts";
import type { StartOptions } from "./commands/start.ts";
import { directoryOption } from "./directory-option.ts";
import { portOption } from "./port-option.ts";
import { ANY_PORTS, DEFAULT_PORTS } from "./ports.ts";

export const startProgram = (): Command =>
  withExamples(
    createProgram("npm start --")
      .description(
        "Runs Seatkeeper on this machine, sends it HR events, waits until all are handled and nothing comes due within " +
          "a minute, and reports the outcome",
      )
      .argument(
        "[files...]",
        "JSON Lines with one message body a line, one event, or an array of events; - is stdin; without files the sample",
      )
      .option("--json", "print one JSON document on stdout, and all else on stderr")
      .addOption(directoryOption())
      .addOption(portOption(ANY_PORTS, "any that are free"))
      .addHelpText(
        "after",
        "\nExit code: 0 every event is accounted for; 1 one is not, none was applied, or\nthe stack failed; 2 bad input.",
      )
      .action(async (files: readonly string[], options: StartOptions) => {
        const { start } = await import("./commands/start.ts");
        await start(files, options);
      }),
    ["npm start", "npm start -- events/samples/hired.jsonl --directory figma"],
  );

export const devProgram = (): Command =>
  withExamples(
    createProgram("npm run dev --")
      .description("Runs Seatkeeper on this machine until Ctrl-C")
      .addOption(directoryOption())
      .addOption(portOption(DEFAULT_PORTS, Object.values(DEFAULT_PORTS).join(", ")))
      .action(async (options: DevOptions) => {
        const { dev } = await import("./commands/dev.ts");
        await dev(options);
      }),
    ["npm run dev", "npm run dev -- --directory slack --port-base 20000"],
  );

export const sendProgram = (): Command =>
  withExamples(
    withSendOptions(createProgram("npm run send --"))
      .description("Sends HR events to the stack that `npm run dev` started, as seatkeeper send --stage local does")
      .option("--json", "print one JSON document on stdout; docs/cli.md has its shape")
      .action(async (files: readonly string[], options: Omit<SendOptions, "stage">) => {
        const { send } = await import("../cli/commands/send.ts");
        printResult(await send(files, { ...options, stage: LOCAL }));
      }),
    ["npm run send -- events/samples/hired.jsonl"],
  );
