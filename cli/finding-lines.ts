import type { Finding } from "../adapters/directories/finding.ts";
import { visible } from "./visible.ts";

/** One line for each finding, and one more for its fix; what came from outside does nothing to a terminal. */
export const findingLines = (findings: readonly Finding[]): readonly string[] => {
  const width = Math.max(...findings.map(({ thing }) => visible(thing).length));
  return findings.flatMap(({ thing, verdict, says, fix }) => [
    `${verdict.padEnd(9)}  ${visible(thing).padEnd(width)}  ${visible(says)}`,
    ...(fix === undefined ? [] : [`${" ".repeat(9 + 2 + width + 2)}${visible(fix)}`]),
  ]);
};
