import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import type { ChimeClient } from "@aws-sdk/client-chime";
import * as client from "@aws-sdk/client-chime";
import { describe, expect, test } from "vitest";
import { emulatorForTest } from "../../support/chime-emulator.ts";
import { REFERENCE_EXAMPLES, type ReferenceExample } from "./reference-examples.ts";

type Emulator = Awaited<ReturnType<typeof emulatorForTest>>;

/** Sets an emulator up as an example needs it, and returns what `call` does there. */
const against = async <T>({ accounts, behavior = {} }: ReferenceExample, call: (emulator: Emulator) => Promise<T>) => {
  const emulator = await emulatorForTest(...accounts);
  try {
    await emulator.setFaults(behavior);
    return await call(emulator);
  } finally {
    await emulator.close();
  }
};

/** Clients print times in formats of their own. */
const withSameTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, member) =>
    /^\d{4}-\d\d-\d\dT/.test(member) ? new Date(member).toISOString() : member,
  );

describe("the reference's example, with the client package, returns what the reference shows", () => {
  type Command = new (input: object) => Parameters<ChimeClient["send"]>[0];
  const commands = client as unknown as Record<string, Command>;

  test.each(REFERENCE_EXAMPLES)("$operation", async (example) => {
    const CommandOf = commands[`${example.operation}Command`];
    if (CommandOf === undefined) throw new Error(`the client has no ${example.operation}`);
    const { $metadata, ...output } = await against(example, (emulator) =>
      emulator.client.send(new CommandOf(example.input)),
    );
    expect($metadata.httpStatusCode).toBeLessThan(300);
    expect(withSameTimes(output)).toEqual(example.output ?? {});
  });
});

const hasAwsCli = spawnSync("aws", ["--version"]).status === 0;

describe("the reference's example, word for word with the AWS CLI (skipped if it is not installed)", () => {
  test.skipIf(!hasAwsCli).each(REFERENCE_EXAMPLES)(
    "$operation",
    async (example) => {
      const { stdout } = await against(example, ({ endpoint }) =>
        promisify(execFile)("sh", ["-c", example.command], {
          env: {
            ...process.env,
            AWS_ENDPOINT_URL_CHIME: endpoint,
            AWS_REGION: "us-east-1",
            AWS_DEFAULT_REGION: "us-east-1",
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_CONFIG_FILE: "/dev/null",
            AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
            AWS_PAGER: "",
          },
        }),
      );
      expect(stdout === "" ? undefined : withSameTimes(JSON.parse(stdout))).toEqual(example.output);
    },
    60_000,
  );
});
