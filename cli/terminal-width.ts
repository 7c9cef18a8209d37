/** What a terminal has if nobody says. */
const USUAL = 80;

/**
 * How many columns a text may take: those of the terminal, or of COLUMNS, which a test or a pager sets. In a pipe
 * nothing limits it, so that `grep` finds whole lines.
 */
export const widthOf = ({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">): number => {
  const said = Number(process.env["COLUMNS"]);
  if (Number.isInteger(said) && said > 0) return said;
  return isTTY ? columns || USUAL : Number.POSITIVE_INFINITY;
};
