import { Presets, SingleBar } from "cli-progress";

/** A bar with rate and remaining time on a terminal; nothing elsewhere, where the summary at the end says it all. */
export const progressBar = (title: string, total: number) => {
  if (!process.stderr.isTTY || total === 0) return { show: () => {}, end: () => {} };
  const startedAt = performance.now();
  const format = `${title} {bar} {value}/{total} letters, {rate}/s, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, gracefulExit: false }, Presets.rect);
  bar.start(total, 0, { rate: 0 });
  const show = (seen: number) =>
    bar.update(Math.min(seen, total), { rate: Math.round((seen * 1000) / (performance.now() - startedAt)) });
  return { show, end: () => bar.stop() };
};
