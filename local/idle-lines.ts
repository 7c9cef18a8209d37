/** Whether a line of the log only says that nobody was due: here `wakeWaiting` runs every second. */
export const isIdleLine = (line: string): boolean => {
  try {
    const { event, sent, failed, WakeUpsSent, OldestOverdueSeconds } = JSON.parse(line) ?? {};
    return event === "wake-ups-sent" ? sent === 0 && failed === 0 : WakeUpsSent === 0 && OldestOverdueSeconds === 0;
  } catch {
    return false; // a line that the function did not write through its logger
  }
};
