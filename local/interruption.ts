import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Aborts when somebody asks this process to end: Ctrl-C, `kill`, a closed terminal. It then ends with the exit code that
 * a shell gives for the signal, once its work is done; a second signal ends it at once.
 */
export const catchInterruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    const exitCode = 128 + constants.signals[name];
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      process.exitCode = exitCode;
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return controller.signal;
};
