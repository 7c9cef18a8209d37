import { expect, test } from "vitest";
import { screenOf } from "../../../local/recording/screen.ts";

const textOf = (output: string, columns = 10) =>
  screenOf(output, columns).map((line) => line.reduce((text, run) => text.padEnd(run.column) + run.text, ""));

test.each([
  ["lines of a terminal", "a\r\nb\r\n", ["a", "b"]],
  ["an empty line between, and none at the end", "a\n\nb\n\n\n", ["a", "", "b"]],
  ["a line that is written again", "12 of 99\r99", ["99 of 99"]],
  ["a line that is erased", "12 of 99\r\u001b[Kdone", ["done"]],
  ["the whole line erased", "12 of 99\u001b[2K\rdone", ["done"]],
  ["what is erased up to the cursor", "abcd\u001b[2D\u001b[1K", ["   d"]],
  ["a bar that moves up", "a\nb\n\u001b[1A\u001b[Gc\nd", ["a", "c", "d"]],
  ["all below erased", "a\nb\nc\u001b[2A\u001b[1G\u001b[Jx", ["x"]],
  ["a line that is too long", "abcdefghijkl", ["abcdefghij", "kl"]],
  ["a cursor that is hidden, a title, a bell", "\u001b[?25l\u001b]0;title\u0007a\u0007b\u001b[?25h", ["ab"]],
  ["a cursor that is saved and restored, as bars do", "\u001b7ab\u001b8", ["ab"]],
  ["blanks at the end", "a  \u001b[31m  ", ["a"]],
  ["a character of two units", "\u{1f600}x", ["\u{1f600}x"]],
])("shows %s", (_, output, lines) => {
  expect(textOf(output)).toEqual(lines);
});

test("colors, bold and dim are runs", () => {
  expect(screenOf("\u001b[1mab\u001b[22m \u001b[31mc\u001b[39md\u001b[2;32me\u001b[0mf\u001b[90mg", 80)).toEqual([
    [
      { column: 0, text: "ab", bold: true },
      { column: 3, text: "c", color: 1 },
      { column: 4, text: "d" },
      { column: 5, text: "e", color: 2, dim: true },
      { column: 6, text: "f" },
      { column: 7, text: "g", dim: true },
    ],
  ]);
});
