import type { Pass } from "./pass.ts";
import type { Holds } from "./step.ts";

/** How long a confirmation is believed, in ms: what somebody changes by hand does not last longer than this and an event. */
export const TRUST_MS = 24 * 60 * 60 * 1000;

/**
 * What the directory is known to hold at the begin of a pass, without asking it: what was confirmed, if it was confirmed
 * for the very state that the current one replaced, or for the current one itself, and not longer than a day ago. A
 * state between that nobody confirmed breaks the trust: whoever reached it may have set its license just now. So does a
 * stale event: its own earlier try may have reached the directory after a newer one. A record that waits has something
 * left to do, which whoever made it wait could not. Whoever doubts the record has it asserted.
 */
export const trusted = ({ folded, record, advanced, doubts }: Pass, now: Date): Holds | undefined => {
  const { applied, waiting, state } = record;
  if (doubts === true) return undefined;
  if (applied?.at === undefined || waiting !== undefined) return undefined;
  if (folded.some(({ verdict }) => verdict === "stale")) return undefined;
  if (now.getTime() - Date.parse(applied.at) >= TRUST_MS) return undefined;
  const { license, profile, active, entitled: claimed, state: confirmedFor } = applied;
  if (license === undefined || confirmedFor !== (advanced ? state - 1 : state)) return undefined;
  return { license, ...(profile === undefined ? {} : { profile }), active, claimed, state };
};
