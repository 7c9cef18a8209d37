import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const LOCAL = join(import.meta.dirname, "../../local");
const run = (program: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [join(LOCAL, program), ...args]).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

describe.each([
  ["start.ts", "Usage: npm start -- [options] [files...]"],
  ["dev.ts", "Usage: npm run dev -- [options]"],
  ["send.ts", "Usage: npm run send -- [options] <files...>"],
])("%s", (program, usage) => {
  test("--help prints the usage and starts nothing", async () => {
    const { code, stdout, stderr } = await run(program, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(usage);
  });

  test("an unknown option is a usage error", async () => {
    const { code, stdout, stderr } = await run(program, "--jsn");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("unknown option '--jsn'");
  });
});

test.each(["1023", "65534", "99999", "x"])("a port base of %s is a usage error", async (port) => {
  const { code, stdout, stderr } = await run("dev.ts", "--port-base", port);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`argument '${port}' is invalid. Expected a whole number from 1024 to 65533.`);
});
