import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Terminal } from "../../config/ask.ts";
import { confirmStage } from "../../config/confirm-stage.ts";

const ASK = { confirmed: false, otherwise: "give --yes" };

const terminal = (typed: string) => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  input.end(typed);
  return { input, output: new PassThrough() };
};

test("asks only on prod, and continues if its name is typed", async () => {
  const prod = terminal("prod\n");
  await confirmStage("prod", ASK, prod);
  expect(prod.output.read().toString()).toContain("This acts on prod. Type the stage's name to go on:");
  const dev = terminal("");
  await confirmStage("dev", ASK, dev);
  expect(dev.output.read()).toBeNull();
});

test.each([
  ["another name", "dev\n"],
  ["nothing", "\n"],
  ["the end of input", ""],
])("%s does not confirm", async (_, typed) => {
  await expect(confirmStage("prod", ASK, terminal(typed))).rejects.toThrow("Nothing was done");
});

/** As a terminal has them: the keys are not echoed, and none ends the process. */
test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s does not confirm, and is no bug", async (_, key) => {
  const [input, output] = [new PassThrough(), new PassThrough()].map((each) => Object.assign(each, { isTTY: true }));
  input?.write(key);
  await expect(confirmStage("prod", ASK, { input, output } as Terminal)).rejects.toThrow("Nothing was done");
});

test("--yes skips the question, and is required without a terminal", async () => {
  await confirmStage("prod", { ...ASK, confirmed: true }, terminal(""));
  const script = { input: new PassThrough(), output: new PassThrough() };
  await expect(confirmStage("prod", ASK, script)).rejects.toThrow("give --yes if nobody can be asked");
});
