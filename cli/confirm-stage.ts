import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { CommandFailed } from "./usage-error.ts";

const GUARDED = "prod";

/** Where the question is asked: stdin and stderr, so that stdout stays the result's alone. */
const TERMINAL = { input: process.stdin as NodeJS.ReadableStream & { isTTY?: boolean }, output: process.stderr };

/** On prod, asks for the stage's name to be typed, unless --yes was given. @throws CommandFailed where it is not typed */
export const confirmStage = async (
  stage: string,
  yes: boolean,
  { input, output }: { input: typeof TERMINAL.input; output: NodeJS.WritableStream } = TERMINAL,
): Promise<void> => {
  if (stage !== GUARDED || yes) return;
  if (!input.isTTY) throw new CommandFailed(`The stage is ${stage}: give --yes where nobody can be asked`);
  const prompt = createInterface({ input, output });
  const question = prompt.question(`This acts on ${stage}. Type the stage's name to go on: `);
  // Ctrl-C and Ctrl-D close the prompt and leave the question open.
  const typed = await Promise.race([question, once(prompt, "close").then(() => "")]);
  prompt.close();
  if (typed.trim() !== stage) throw new CommandFailed("Nothing was done: the name did not match");
};
