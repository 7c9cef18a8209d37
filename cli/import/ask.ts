import { ask, TERMINAL, type Terminal } from "../../config/ask.ts";
import { confirmStage, NotConfirmed } from "../../config/confirm-stage.ts";

/**
 * Asks whether to go on, unless it is `confirmed`: on prod by the stage's name.
 * @throws NotConfirmed unless the answer is yes
 */
export const confirmSending = async (
  { stage, events, confirmed }: { readonly stage: string; readonly events: string; readonly confirmed: boolean },
  terminal: Terminal = TERMINAL,
): Promise<void> => {
  if (confirmed) return;
  if (!terminal.input.isTTY) throw new NotConfirmed("Nothing was sent: there is no terminal to ask on; give --yes");
  if (stage === "prod") return confirmStage(stage, { confirmed, otherwise: "give --yes" }, terminal);
  const typed = await ask(`Send ${events} to ${stage}? [y/N] `, terminal);
  if (!/^y(es)?$/i.test(typed)) throw new NotConfirmed("Nothing was sent");
};
