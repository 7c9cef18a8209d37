import type { Line, Run } from "./screen.ts";

/** A command as it was typed, and what the terminal showed. */
export type Scene = { readonly command: string; readonly says: string; readonly output: readonly Line[] };
export type Recording = { readonly title: string; readonly columns: number; readonly scenes: readonly Scene[] };

/** In user units of the picture. A character is as wide in each font, because every run says how long it is. */
const [CHARACTER, LINE, FONT, MARGIN] = [8.4, 19, 14, 18];
/** In ms: what somebody needs to type a letter, to press Enter, and to read a line and a screen. */
const [TYPING, ENTER, READING, RESTING] = [45, 500, 70, 1_600];

/** From black to white, as a terminal on paper and one at night have them. Source: GitHub's own palette. */
const LIGHT = ["#1f2328", "#cf222e", "#1a7f37", "#9a6700", "#0969da", "#8250df", "#1b7c83", "#1f2328"];
const DARK = ["#f0f6fc", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#f0f6fc"];

const colors = (fills: readonly string[], [paper, ink, secondary]: readonly [string, string, string]): string =>
  [
    `rect{fill:${paper}}text{fill:${ink}}.d{fill:${secondary}}`,
    ...fills.map((fill, color) => `.c${color}{fill:${fill}}`),
  ].join("");

/** Without animation, or if a reader wants none, all is there at once. */
const STYLE = [
  `text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}`,
  ".b{font-weight:700}",
  colors(LIGHT, ["#f6f8fa", "#1f2328", "#59636e"]),
  `@media(prefers-color-scheme:dark){${colors(DARK, ["#151b23", "#f0f6fc", "#9198a1"])}}`,
  "g{animation:show 1ms both}@keyframes show{from{opacity:0}to{opacity:1}}",
  "@media(prefers-reduced-motion:reduce){g{animation:none}}",
].join("");

/** The recording as a picture that shows line after line and then stays. It asks for nothing outside of itself. */
export const svgOf = ({ title, columns, scenes }: Recording): string => {
  const rows = scenes.flatMap(rowsOf);
  const [width, height] = [columns * CHARACTER + 2 * MARGIN, rows.length * LINE + 2 * MARGIN];
  let now = 0;
  const groups = rows.map(({ parts, rest }, row) => {
    const y = MARGIN + row * LINE + FONT;
    const shown = parts.map(({ runs, after }) => {
      now += after;
      return `<g style="animation-delay:${now}ms">${runs.map((run) => textOf(run, y)).join("")}</g>`;
    });
    now += rest;
    return shown.join("");
  });
  const described = scenes.map(({ command, says }) => `${command}: ${says}.`).join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(described)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" rx="8"/>`,
    ...groups.filter((group) => group !== ""),
    "</svg>\n",
  ].join("\n");
};

/** Parts of a row that appear one after the other, each `after` so many ms. */
type Row = {
  readonly parts: readonly { readonly runs: readonly Run[]; readonly after: number }[];
  readonly rest: number;
};

const rowsOf = ({ command, output }: Scene): readonly Row[] => {
  const shown = output.map((runs): Row => ({ parts: [{ runs, after: READING }], rest: 0 }));
  return [{ parts: typed(command), rest: ENTER }, ...shown, { parts: [], rest: RESTING }];
};

/** Word by word. */
const typed = (command: string): Row["parts"] => {
  const words = [...command.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
    runs: [{ column: index + 2, text, bold: true } satisfies Run],
    after: text.length * TYPING,
  }));
  return [{ runs: [{ column: 0, text: "$", dim: true }], after: READING }, ...words];
};

/** Two blanks or more begin a new text: some viewers show one. */
const textOf = ({ column, text, color, bold, dim }: Run, y: number): string => {
  const names = [color === undefined ? "" : `c${color}`, bold ? "b" : "", dim ? "d" : ""].filter((name) => name !== "");
  const style = names.length === 0 ? "" : ` class="${names.join(" ")}"`;
  return [...text.matchAll(/\S+(?: \S+)*/g)]
    .map(({ 0: piece, index }) => {
      const x = rounded(MARGIN + (column + widthOf(text.slice(0, index))) * CHARACTER);
      const length = rounded(widthOf(piece) * CHARACTER);
      return `<text x="${x}" y="${y}" textLength="${length}"${style}>${escaped(piece)}</text>`;
    })
    .join("");
};

/** In columns. */
const widthOf = (text: string): number => [...text].length;

const rounded = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
