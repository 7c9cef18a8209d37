/** What a command prints on stdout, and whether all that was meant was done; `problem` goes to stderr. */
export type CommandResult = { readonly text: string; readonly complete: boolean; readonly problem?: string };

/** A command that Ctrl-C ended has not done all that was meant. */
export const orInterrupted = (text: string, interrupted: boolean, problem: string): CommandResult =>
  interrupted ? { text, complete: false, problem: `Interrupted: ${problem}` } : { text, complete: true };
