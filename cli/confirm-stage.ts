import { createInterface } from "node:readline/promises";
import { CommandFailed } from "./usage-error.ts";

const GUARDED = "prod";

/** On prod, asks for the stage's name to be typed, unless --yes was given. @throws CommandFailed where it is not typed */
export const confirmStage = async (stage: string, yes: boolean): Promise<void> => {
  if (stage !== GUARDED || yes) return;
  if (!process.stdin.isTTY) throw new CommandFailed(`The stage is ${stage}: give --yes where nobody can be asked`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await prompt.question(`This acts on ${stage}. Type the stage's name to go on: `);
  prompt.close();
  if (typed.trim() !== stage) throw new CommandFailed("Nothing was done: the name did not match");
};
