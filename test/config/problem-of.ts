/** The message of what `act` throws, without the lines and columns; "" if it throws nothing. */
export const problemOf = (act: () => unknown): string => messageOf(act).replaceAll(/(\.yml):\d+:\d+:/g, "$1:");

/** The same with the lines. */
export const lineProblemOf = (act: () => unknown): string => messageOf(act).replaceAll(/(\.yml:\d+):\d+:/g, "$1:");

const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
};
