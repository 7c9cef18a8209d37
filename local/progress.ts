import { clearLine, cursorTo } from "node:readline";

/** Tells how far a run is on stderr: one line that changes on a terminal, else a line whenever the text differs. */
export const progressLine = (stream: NodeJS.WriteStream = process.stderr) => {
  let last = "";
  const show = (text: string): void => {
    if (text === last) return;
    last = text;
    if (!stream.isTTY) {
      stream.write(`${text}\n`);
      return;
    }
    clearLine(stream, 0);
    cursorTo(stream, 0);
    stream.write(text);
  };
  const end = (): void => {
    if (stream.isTTY && last !== "") stream.write("\n");
  };
  return { show, end };
};
