import type { StageEmployees } from "./employees.ts";
import { progressBar, progressLine } from "./progress.ts";

/**
 * How far a scan of the employees table is, on a terminal alone: a bar if the table says how long it is, else a line that
 * counts. `add` takes what a page adds.
 */
export const scanProgress = async (items: StageEmployees["items"]) => {
  if (!process.stderr.isTTY) return { add: () => {}, end: () => {} };
  const total = await items();
  const { show, end } = total ? progressBar("reading", total, "records") : counter();
  let read = 0;
  const add = (count: number): void => {
    read += count;
    show(read);
  };
  return { add, end };
};

const counter = () => {
  const { show, end } = progressLine();
  return { show: (read: number) => show(`reading: ${read} records`), end };
};
