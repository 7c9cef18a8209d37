import { styleText } from "node:util";

/**
 * What a text is about; each has its color on a terminal. `NO_COLOR` and `FORCE_COLOR` are honored, and pipes get none.
 */
export type Meaning = "heading" | "good" | "warning" | "wrong" | "secondary";

const FORMATS = { heading: "bold", good: "green", warning: "yellow", wrong: "red", secondary: "dim" } as const;

/** `text` must be visible already. @see visible */
export const styled = (meaning: Meaning, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  styleText(FORMATS[meaning], text, { stream });
