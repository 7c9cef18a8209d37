/**
 * Calls `act`. The framework prints an error's stack if there is one; of an `expected` error the message is enough for
 * whoever edits the YAML.
 */
export const messageOnly = <T>(expected: abstract new (...args: never[]) => Error, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (error instanceof expected) error.stack = error.message;
    throw error;
  }
};
