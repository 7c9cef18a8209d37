/** Progress on stderr, so that stdout holds the result alone. */
import { clearLine, cursorTo } from "node:readline";
import { Presets, SingleBar } from "cli-progress";
import { widthOf } from "./terminal-width.ts";
import { visible } from "./visible.ts";

/** A bar with rate and remaining time on a terminal; nothing elsewhere, because the summary at the end is enough. */
export const progressBar = (title: string, total: number, noun = "dead letters") => {
  if (!process.stderr.isTTY || total === 0) return { show: () => {}, end: () => {} };
  const startedAt = performance.now();
  const format = `${visible(title)} {bar} {value}/{total} ${noun}, {rate}/s, {eta_formatted} left`;
  const barsize = barSize(format, total, widthOf(process.stderr));
  const settings = { format, barsize, stream: process.stderr, hideCursor: true, gracefulExit: false };
  const bar = new SingleBar(settings, Presets.rect);
  bar.start(total, 0, { rate: 0 });
  const show = (seen: number) =>
    bar.update(Math.min(seen, total), { rate: Math.round((seen * 1000) / (performance.now() - startedAt)) });
  return { show, end: () => bar.stop() };
};

/** What a rate and a time, "12345" and "59m59s", take at most as a rule; and a column that the cursor has. */
const REST = 5 + 6 + 1;

/** How long a bar may be beside its text and its two numbers. Exported for its test. */
export const barSize = (format: string, total: number, available: number): number => {
  const text = format.replaceAll(/\{\w+\}/g, "").length + 2 * String(total).length + REST;
  return Math.max(5, Math.min(40, available - text));
};

/** One line that changes on a terminal; elsewhere a new line whenever the text differs. */
export const progressLine = (stream: NodeJS.WriteStream = process.stderr) => {
  let last = "";
  const show = (progress: string): void => {
    const text = visible(progress);
    if (text === last) return;
    last = text;
    if (stream.isTTY) {
      clearLine(stream, 0);
      cursorTo(stream, 0);
    }
    // A line that wraps could not be cleared.
    stream.write(stream.isTTY ? text.slice(0, widthOf(stream) - 1) : `${text}\n`);
  };
  const end = (): void => {
    if (stream.isTTY && last !== "") stream.write("\n");
  };
  return { show, end };
};
