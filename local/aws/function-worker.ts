/** One execution environment of a Lambda function. Runs in a worker thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { Invocation, InvocationResult, WorkerMessage, WorkerSettings } from "./function-runtime.ts";

const { bundle, handlerName, name, memory } = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error("function-worker.ts runs only in a worker thread");

const post = (message: WorkerMessage): void => port.postMessage(message);

/** Resolves when all that the function has written is with the thread that reads it, as Lambda's log is at the end. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write("", () => resolve()));

const { [handlerName]: handler } = await import(bundle);

const run = async (payload: string, context: object): Promise<InvocationResult> => {
  try {
    const value = await handler(JSON.parse(payload), context);
    return { succeeded: true, payload: JSON.stringify(value ?? null) };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
    return { succeeded: false, errorType, errorMessage };
  }
};

port.on("message", async ({ requestId, payload, deadline }: Invocation) => {
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${process.env["AWS_REGION"]}:000000000000:function:${name}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "local",
    memoryLimitInMB: String(memory),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  const result = await run(payload, context);
  await Promise.all([written(process.stdout), written(process.stderr)]);
  post({ requestId, ...result });
});

post({ ready: true });
