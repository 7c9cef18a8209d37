/** Progress on stderr, so that stdout holds the result alone. */
import { clearLine, cursorTo } from "node:readline";
import { Presets, SingleBar } from "cli-progress";
import { visible } from "./visible.ts";

/** A bar with rate and remaining time on a terminal; nothing elsewhere, because the summary at the end is enough. */
export const progressBar = (title: string, total: number) => {
  if (!process.stderr.isTTY || total === 0) return { show: () => {}, end: () => {} };
  const startedAt = performance.now();
  const format = `${visible(title)} {bar} {value}/{total} dead letters, {rate}/s, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, gracefulExit: false }, Presets.rect);
  bar.start(total, 0, { rate: 0 });
  const show = (seen: number) =>
    bar.update(Math.min(seen, total), { rate: Math.round((seen * 1000) / (performance.now() - startedAt)) });
  return { show, end: () => bar.stop() };
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
    stream.write(stream.isTTY ? text : `${text}\n`);
  };
  const end = (): void => {
    if (stream.isTTY && last !== "") stream.write("\n");
  };
  return { show, end };
};
