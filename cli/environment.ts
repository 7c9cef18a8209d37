import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { PROJECT } from "./project.ts";

/** What `npm run dev` leaves for other commands while it runs. */
export const LOCAL_STACK_FILE = join(PROJECT, ".build", "local-stack.json");
const localStackSchema = z.object({
  sqs: z.url(),
  dynamodb: z.url(),
  lambda: z.url(),
  secretsManager: z.url(),
  /** `name` is that of its file; `url` is its SCIM base URL, or the endpoint of Chime. */
  directory: z.object({ name: z.string(), url: z.url(), tokenUrl: z.optional(z.url()) }),
  pid: z.int(),
});

/** What the command calls at AWS, apart from CloudFormation: the embedded stack has all of it. */
export type Service = "sqs" | "dynamodb" | "lambda";
export type LocalStack = z.infer<typeof localStackSchema>;

/**
 * The one place where the command reads its environment; the AWS SDK itself reads credentials and regions. The stage
 * `local` does not heed AWS_ENDPOINT_URL, which says where the emulators of somebody's other work are.
 */
export const cliEnvironment = () => ({
  endpoints: {
    sqs: process.env["AWS_ENDPOINT_URL_SQS"],
    dynamodb: process.env["AWS_ENDPOINT_URL_DYNAMODB"],
    lambda: process.env["AWS_ENDPOINT_URL_LAMBDA"],
  },
  chimeAccountId: process.env["CHIME_ACCOUNT_ID"],
});

/** The stack that `npm run dev` started; undefined if none runs. */
export const localStack = (): LocalStack | undefined => {
  try {
    const stack = localStackSchema.parse(JSON.parse(readFileSync(LOCAL_STACK_FILE, "utf8")));
    process.kill(stack.pid, 0);
    return stack;
  } catch {
    return undefined;
  }
};

/** Makes the stack of this process the one that the stage `local` is. Returns false if another that runs is it. */
export const publishLocalStack = (stack: Omit<LocalStack, "pid">): boolean => {
  if (localStack() !== undefined) return false;
  mkdirSync(dirname(LOCAL_STACK_FILE), { recursive: true });
  writeFileSync(LOCAL_STACK_FILE, JSON.stringify({ ...stack, pid: process.pid }));
  process.once("exit", () => {
    if (localStack()?.pid === process.pid) rmSync(LOCAL_STACK_FILE);
  });
  return true;
};
