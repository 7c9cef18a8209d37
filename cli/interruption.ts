let interrupted = false;
let listening = false;

/** From now on Ctrl-C and SIGTERM ask the command to stop between two batches. A second one kills it. */
export const catchInterruption = (): void => {
  if (listening) return;
  listening = true;
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
};

export const isInterrupted = (): boolean => interrupted;

const interrupt = () => {
  interrupted = true;
  process.stderr.write("Stopping after this batch; press Ctrl-C again to stop at once.\n");
};
