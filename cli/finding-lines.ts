import type { Finding, Verdict } from "../adapters/directories/finding.ts";
import { type Meaning, styled } from "./style.ts";
import { visible } from "./visible.ts";

const MEANINGS: Readonly<Record<Verdict, Meaning>> = { ok: "good", wrong: "wrong", "not known": "warning" };

/** One line for each finding, and one more for its fix; what came from outside does nothing to a terminal. */
export const findingLines = (findings: readonly Finding[]): readonly string[] => {
  const width = Math.max(...findings.map(({ thing }) => visible(thing).length));
  return findings.flatMap(({ thing, verdict, says, fix }) => [
    `${styled(MEANINGS[verdict], verdict.padEnd(9))}  ${visible(thing).padEnd(width)}  ${visible(says)}`,
    ...(fix === undefined ? [] : [`${" ".repeat(9 + 2 + width + 2)}${visible(fix)}`]),
  ]);
};
