import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** What `npm run dev` leaves for other commands while it runs. */
export const LOCAL_STACK_FILE = join(import.meta.dirname, "..", ".build", "local-stack.json");
const localStackSchema = z.object({ sqs: z.url() });

/** The one place where the command reads its environment; the AWS SDK itself reads credentials and regions. */
export const cliEnvironment = () => ({
  sqsEndpoint: process.env["AWS_ENDPOINT_URL_SQS"] ?? process.env["AWS_ENDPOINT_URL"],
});

/** The endpoints of the stack that `npm run dev` started last; undefined if it was stopped. */
export const localStack = (): { readonly sqs: string } | undefined => {
  try {
    return localStackSchema.parse(JSON.parse(readFileSync(LOCAL_STACK_FILE, "utf8")));
  } catch {
    return undefined;
  }
};
