const METHODS = ["log", "info", "warn", "error", "debug"] as const;

/** Captures console output until it is released. Powertools writes there if POWERTOOLS_DEV=true. */
export const captureConsole = () => {
  const lines: string[] = [];
  const own = METHODS.map((method) => console[method]);
  for (const method of METHODS) console[method] = (...words: unknown[]) => void lines.push(words.join(" "));
  const release = () => {
    METHODS.forEach((method, index) => {
      console[method] = own[index] ?? console[method];
    });
  };
  return { lines, release };
};
