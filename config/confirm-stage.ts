import { ask, TERMINAL, type Terminal } from "./ask.ts";

const GUARDED = "prod";

/** The stage was not confirmed, so nothing was done. */
export class NotConfirmed extends Error {}

/**
 * On prod, asks for the stage's name to be typed, unless it is `confirmed`. `otherwise` says how a script confirms it.
 * @throws NotConfirmed if it is not typed
 */
export const confirmStage = async (
  stage: string,
  { confirmed, otherwise }: { readonly confirmed: boolean; readonly otherwise: string },
  terminal: Terminal = TERMINAL,
): Promise<void> => {
  if (stage !== GUARDED || confirmed) return;
  if (!terminal.input.isTTY) throw new NotConfirmed(`The stage is ${stage}: ${otherwise} if nobody can be asked`);
  const typed = await ask(`This acts on ${stage}. Type the stage's name to go on: `, terminal);
  if (typed !== stage) throw new NotConfirmed("Nothing was done: the name did not match");
};
