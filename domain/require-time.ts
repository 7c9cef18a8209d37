import { Failure } from "./failures.ts";

/** Aborts when a pass has used up its time. An AbortSignal is one. */
export type TimeSignal = { readonly aborted: boolean };

/** Before each effect: nothing is begun when the time is up. @throws Failure `DeadlineExceeded` */
export const requireTime = ({ aborted }: TimeSignal): void => {
  if (aborted) throw new Failure("DeadlineExceeded", "there was no time left for the next step");
};
