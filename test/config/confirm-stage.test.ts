import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
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

test("--yes skips the question, and is required without a terminal", async () => {
  await confirmStage("prod", { ...ASK, confirmed: true }, terminal(""));
  const script = { input: new PassThrough(), output: new PassThrough() };
  await expect(confirmStage("prod", ASK, script)).rejects.toThrow("give --yes if nobody can be asked");
});
