import { guessMap } from "../../import/guess/guess-map.ts";
import { openRoster } from "../../import/roster.ts";
import { findRoster } from "../../import/roster-file.ts";
import { createNewFile } from "../../new-file.ts";
import type { CommandResult } from "../../program.ts";
import { visible } from "../../visible.ts";

export type GuessOptions = { readonly mapOut?: string };

/** `seatkeeper import --guess ROSTER.csv`: a first map, on stdout or in a new file. @throws UsageError, CommandFailed */
export const guessRoster = async (path: string, { mapOut }: GuessOptions): Promise<CommandResult> => {
  const text = await guessMap(await openRoster(await findRoster(path)));
  if (mapOut === undefined) return { text: text.trimEnd(), complete: true };
  const file = createNewFile(mapOut);
  file.write(text);
  file.close();
  return { text: `Wrote ${visible(mapOut)}: look at each line with "<-", then import with --map`, complete: true };
};
