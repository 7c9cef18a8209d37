let interrupted = false;
let listening = false;

/** Whether Ctrl-C or SIGTERM asked the command to stop. From the first call on only a second signal kills the process. */
export const isInterrupted = (): boolean => {
  if (!listening) {
    listening = true;
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  }
  return interrupted;
};

const interrupt = () => {
  interrupted = true;
  process.stderr.write("Stopping after this batch; press Ctrl-C again to stop at once.\n");
};
