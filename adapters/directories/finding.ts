/** `not known` is what could not be looked at, or what nobody can say. */
export type Verdict = "ok" | "wrong" | "not known";

/** What was found of one thing, in a sentence. `fix` is there if somebody should do something. */
export type Finding = {
  readonly thing: string;
  readonly verdict: Verdict;
  readonly says: string;
  readonly fix?: string;
};

export const ok = (thing: string, says: string): Finding => ({ thing, verdict: "ok", says });

export const wrong = (thing: string, says: string, fix: string): Finding => ({ thing, verdict: "wrong", says, fix });

export const notKnown = (thing: string, says: string, fix?: string): Finding => ({
  thing,
  verdict: "not known",
  says,
  ...(fix === undefined ? {} : { fix }),
});
