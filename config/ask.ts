import { once } from "node:events";

export type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
};

/** Asks on stderr, so that stdout holds the result alone. */
export const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/** What is typed after a question, without blanks around it; nothing if it is Ctrl-C or Ctrl-D. */
export const ask = async (question: string, { input, output }: Terminal): Promise<string> => {
  // Only who is asked waits for this to load.
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input, output });
  // Ctrl-C rejects the question, and Ctrl-D leaves it open. Both close the prompt.
  const answer = prompt.question(question).catch(() => undefined);
  const typed = await Promise.race([answer, once(prompt, "close").then(() => undefined)]);
  prompt.close();
  if (typed === undefined) output.write("\n");
  return typed?.trim() ?? "";
};
