import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { screenOf } from "../../../local/recording/screen.ts";
import { svgOf } from "../../../local/recording/svg.ts";
import { withoutMachine } from "../../../local/recording/without-machine.ts";

const scene = {
  command: "seatkeeper a <b>",
  says: 'shows "a" & b',
  output: screenOf("\u001b[32m<ok>\u001b[39m  1\n\nend", 80),
};
const svg = svgOf({ title: "T & U", columns: 80, scenes: [scene] });

test("a recording is as high as its lines, and says how long each run is", () => {
  // A command, three lines of output, and one to rest.
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 708 131" width="708" height="131"/);
  expect(svg).toContain('<text x="18" y="51" textLength="33.6" class="c2">&lt;ok&gt;</text>');
  expect(svg).toContain('<text x="68.4" y="51" textLength="8.4">1</text>');
});

test("it has a title and a description, for those who do not see it", () => {
  expect(svg).toContain('role="img" aria-labelledby="title description"');
  expect(svg).toContain('<title id="title">T &amp; U</title>');
  expect(svg).toContain('<desc id="description">seatkeeper a &lt;b&gt;: shows "a" &amp; b.</desc>');
});

test("lines come later and later, and all are there if nothing may move", () => {
  const delays = [...svg.matchAll(/animation-delay:(\d+)ms/g)].map(([, delay]) => Number(delay));
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  expect(new Set(delays).size).toBe(delays.length);
  expect(svg).toContain("@media(prefers-reduced-motion:reduce){g{animation:none}}");
  expect(svg).toContain("@media(prefers-color-scheme:dark)");
});

test("the same output is the same picture", () => {
  expect(svgOf({ title: "T & U", columns: 80, scenes: [scene] })).toBe(svg);
});

const MACHINE = { project: "/home/ana/src/seatkeeper", home: "/home/ana", name: "anas-laptop" };

test("paths of the project are those of any machine", () => {
  const text = "/home/ana/src/seatkeeper/docs and /home/ana/x";
  expect(withoutMachine(text, MACHINE)).toBe("~/seatkeeper/docs and ~/x");
});

test.each(["/home/ana", "http://anas-laptop:9324"])("a recording with %s is refused", (text) => {
  expect(() => withoutMachine(text, MACHINE)).toThrow("tells of this machine");
});

const FILE = join(import.meta.dirname, "../../../docs/recording.svg");

test("the recording of the project is small, and asks for nothing outside of itself", () => {
  expect(existsSync(FILE)).toBe(true);
  const recording = readFileSync(FILE, "utf8");
  expect(recording.length).toBeLessThan(150_000);
  expect(recording.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
    /\b(?:href|src|url\(|@import|<script)/,
  );
});
