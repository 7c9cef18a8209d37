import { once } from "node:events";
import { createInterface } from "node:readline/promises";

const GUARDED = "prod";

/** Where the question is asked: stdin and stderr, so that stdout stays the result's alone. */
const TERMINAL = { input: process.stdin as NodeJS.ReadableStream & { isTTY?: boolean }, output: process.stderr };

/** Nobody confirmed the stage, so nothing was done. */
export class NotConfirmed extends Error {}

type Terminal = { readonly input: typeof TERMINAL.input; readonly output: NodeJS.WritableStream };

/**
 * On prod, asks for the stage's name to be typed, unless it is `confirmed`. `otherwise` tells a script how to confirm it.
 * @throws NotConfirmed if it is not typed
 */
export const confirmStage = async (
  stage: string,
  { confirmed, otherwise }: { readonly confirmed: boolean; readonly otherwise: string },
  { input, output }: Terminal = TERMINAL,
): Promise<void> => {
  if (stage !== GUARDED || confirmed) return;
  if (!input.isTTY) throw new NotConfirmed(`The stage is ${stage}: ${otherwise} where nobody can be asked`);
  const prompt = createInterface({ input, output });
  const question = prompt.question(`This acts on ${stage}. Type the stage's name to go on: `);
  // Ctrl-C and Ctrl-D close the prompt and leave the question open.
  const typed = await Promise.race([question, once(prompt, "close").then(() => "")]);
  prompt.close();
  if (typed.trim() !== stage) throw new NotConfirmed("Nothing was done: the name did not match");
};
