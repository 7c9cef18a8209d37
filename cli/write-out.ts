import { once } from "node:events";

/** Writes a part of a long result. */
export type Write = (text: string) => Promise<void>;

/** To stdout, no faster than somebody reads it. Nothing is added, and nothing is shown in another form. */
export const writeOut: Write = async (text) => {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
};
