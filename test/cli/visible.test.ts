import { expect, test } from "vitest";
import { visible, visibleText } from "../../cli/visible.ts";

test.each([
  ["a terminal's escape", "\u001b[2J", "\\u001b[2J"],
  ["a line feed and a carriage return", "a\r\nb", "a\\u000d\\u000ab"],
  ["a tab, a bell, a null and DEL", "\t\u0007\u0000\u007f", "\\u0009\\u0007\\u0000\\u007f"],
  ["C1, which some terminals act on", "\u009b31m\u0085", "\\u009b31m\\u0085"],
  ["bidirectional marks and isolates", "\u202e\u2066\u200f\u061c", "\\u202e\\u2066\\u200f\\u061c"],
  ["line and paragraph separators", "\u2028\u2029", "\\u2028\\u2029"],
  ["zero-width characters", "\u200b\u200d\u2060\ufeff\u00ad", "\\u200b\\u200d\\u2060\\ufeff\\u00ad"],
  ["tags, beyond the BMP", "\u{e0041}", "\\udb40\\udc41"],
  ["a lone surrogate", "\ud800", "\\ud800"],
])("shows %s", (_, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each(["Žofia Müller", "管理者", "C:\\new", "👩 🇨🇭", "naïve — “quoted”"])("leaves %s as it is", (text) => {
  expect(visible(text)).toBe(text);
});

test("a whole text keeps its line feeds and our own styles, and shows everything else", () => {
  expect(visibleText("\u001b[1mtitle\u001b[22m\n\u001b[31mred\u001b[39m\n")).toBe(
    "\u001b[1mtitle\u001b[22m\n\u001b[31mred\u001b[39m\n",
  );
  expect(visibleText("\u001b[2J\u001b]0;x\u0007\r\n")).toBe("\\u001b[2J\\u001b]0;x\\u0007\\u000d\n");
});

test("JSON stays the same JSON", () => {
  const value = { title: "a\u001b[1m\u009b\u202e\u2028\u{e0041}\ud800\n\t\u007f", "\u200f": [1, null] };
  const text = visibleText(JSON.stringify(value, null, 2));
  expect(JSON.parse(text)).toEqual(value);
  expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
});
