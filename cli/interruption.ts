let interrupted = false;
let listening = false;

/** Ctrl-C and SIGTERM ask a command to stop between two batches; a second one kills it, as ever. */
export const interruption = () => {
  if (!listening) {
    const note = () => {
      interrupted = true;
      process.stderr.write("Stopping after this batch; once more ends it at once.\n");
    };
    process.once("SIGINT", note).once("SIGTERM", note);
    listening = true;
  }
  return { isInterrupted: () => interrupted };
};
