import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ask } from "../../config/ask.ts";

/** With `isTTY` readline takes keys, as on a terminal. */
const typing = async (keys: string, isTTY: boolean) => {
  const [input, output] = [Object.assign(new PassThrough(), { isTTY }), Object.assign(new PassThrough(), { isTTY })];
  input.write(keys);
  const answer = await ask("Go on? ", { input, output }).catch((error: Error) => error.message);
  return { answer, shown: String(output.read()) };
};

test.each([true, false])("what is typed comes without blanks around it; a terminal: %s", async (isTTY) => {
  expect(await typing(" yes \n", isTTY)).toMatchObject({ answer: "yes", shown: expect.stringContaining("Go on? ") });
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s is no answer, and no error; what follows is on a line of its own", async (_, key) => {
  expect(await typing(key, true)).toEqual({ answer: "", shown: expect.stringMatching(/Go on\? [^\n]*\n$/) });
});
