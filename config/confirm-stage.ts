import { once } from "node:events";
import { createInterface } from "node:readline/promises";

const GUARDED = "prod";

/** Asks on stderr, so that stdout holds the result alone. */
const TERMINAL = { input: process.stdin as NodeJS.ReadableStream & { isTTY?: boolean }, output: process.stderr };

/** The stage was not confirmed, so nothing was done. */
export class NotConfirmed extends Error {}

type Terminal = { readonly input: typeof TERMINAL.input; readonly output: NodeJS.WritableStream };

/**
 * On prod, asks for the stage's name to be typed, unless it is `confirmed`. `otherwise` says how a script confirms it.
 * @throws NotConfirmed if it is not typed
 */
export const confirmStage = async (
  stage: string,
  { confirmed, otherwise }: { readonly confirmed: boolean; readonly otherwise: string },
  { input, output }: Terminal = TERMINAL,
): Promise<void> => {
  if (stage !== GUARDED || confirmed) return;
  if (!input.isTTY) throw new NotConfirmed(`The stage is ${stage}: ${otherwise} if nobody can be asked`);
  const prompt = createInterface({ input, output });
  const question = prompt.question(`This acts on ${stage}. Type the stage's name to go on: `);
  // Ctrl-C and Ctrl-D close the prompt and leave the question open.
  const typed = await Promise.race([question, once(prompt, "close").then(() => "")]);
  prompt.close();
  if (typed.trim() !== stage) throw new NotConfirmed("Nothing was done: the name did not match");
};
