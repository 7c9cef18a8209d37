/** What tells of the machine that a recording was made on: paths and its name. */
export type Machine = { readonly project: string; readonly home: string; readonly name: string };

/** The text with the project's folder as ~/seatkeeper. @throws Error if it still tells of the machine */
export const withoutMachine = (text: string, { project, home, name }: Machine): string => {
  const cleaned = text.replaceAll(project, "~/seatkeeper").replaceAll(`${home}/`, "~/");
  const found = [home, name].find((trace) => trace.length > 3 && cleaned.includes(trace));
  if (found === undefined) return cleaned;
  throw new Error("The output tells of this machine (its home or its name): change the command in scenario.ts");
};
