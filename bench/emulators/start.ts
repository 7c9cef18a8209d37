import { fork } from "node:child_process";
import { once } from "node:events";
import type { StackModel } from "../../local/aws/template.ts";
import { accountOf, type Services } from "../../local/stack.ts";

/**
 * Starts the embedded stack's emulators, each in its own process, so that none waits for another or for the functions.
 */
export const startEmulators = async (model: StackModel): Promise<Services & { close(): void }> => {
  const [sqs, dynamodb, chime] = await Promise.all([
    start("sqs", model.queues),
    start("dynamodb", model.tables),
    startChime(accountOf(model)),
  ]);
  const endpoints = { sqs: sqs.endpoint, dynamodb: dynamodb.endpoint, directory: chime.endpoint };
  const environment = { AWS_ENDPOINT_URL_CHIME: chime.endpoint };
  const close = () => {
    for (const emulator of [sqs, dynamodb, chime]) emulator.stop();
  };
  return { endpoints, environment, queues: sqs.queues ?? [], close };
};

/** Starts only the Chime emulator. */
export const startChime = (accountId: string): Promise<Started> => start("chime", accountId);

type Started = { readonly endpoint: string; readonly queues?: Services["queues"]; stop(): void };

const start = async (name: string, settings: unknown): Promise<Started> => {
  const child = fork(new URL("./process.ts", import.meta.url), [name]);
  child.send({ settings });
  const exited = once(child, "exit").then(() => Promise.reject(new Error(`the emulator of ${name} did not start`)));
  const [started] = await Promise.race([once(child, "message"), exited]);
  exited.catch(() => undefined);
  return { ...started, stop: () => child.disconnect() };
};
