import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateUserCommand } from "@aws-sdk/client-chime";
import { LOCAL_CREDENTIALS } from "../local/aws/credentials.ts";
import { localClients } from "../local/clients.ts";
import { startChime } from "./emulators/start.ts";
import { LATENCY, type TimedCall, timed } from "./run.ts";
import { callsSeen, controlOf } from "./world.ts";

const ACCOUNT_ID = "bench";
/** The dev stage's concurrent batches of role changes. */
const WORKERS = 2;
const USERS = 200;

/**
 * Runs two workers that always have licenses to set, 100 at a time, like a full batch of role changes. Returns the
 * directory's calls from second `from` to second `whole`.
 */
export const measureAdapter = async (rateLimit: number, whole: number, from: number): Promise<readonly TimedCall[]> => {
  const { endpoint, stop } = await startChime(ACCOUNT_ID);
  const workers: ChildProcess[] = [];
  try {
    const userIds = await createUsers(endpoint);
    const control = controlOf(endpoint);
    await control("faults", "PUT", { latencyMs: LATENCY, rateLimit });
    for (let number = 0; number < WORKERS; number += 1) workers.push(startWorker(endpoint, userIds));
    await sleep(from * 1000);
    await control("calls", "DELETE");
    await sleep((whole - from) * 1000);
    const calls = await callsSeen(control);
    if (calls.length === 0 || workers.some(({ exitCode }) => exitCode !== null)) throw new Error("a worker died");
    return calls.map(timed);
  } finally {
    for (const worker of workers) worker.kill();
    stop();
  }
};

const createUsers = async (endpoint: string): Promise<string[]> => {
  const { chime, destroy } = localClients({ sqs: endpoint, dynamodb: endpoint, directory: endpoint });
  const emails = Array.from({ length: USERS }, (_, index) => `u${index}@example.com`);
  const users = await Promise.all(
    emails.map((Email) => chime.send(new CreateUserCommand({ AccountId: ACCOUNT_ID, Email }))),
  );
  destroy();
  return users.map(({ User }) => User?.UserId ?? "");
};

const startWorker = (endpoint: string, userIds: readonly string[]) =>
  fork(new URL("./adapter-worker.ts", import.meta.url), [ACCOUNT_ID, ...userIds], {
    env: {
      AWS_ENDPOINT_URL_CHIME: endpoint,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    },
  });
