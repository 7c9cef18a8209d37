/** One execution environment of a Lambda function. Runs in a worker thread. */
import { parentPort, workerData } from "node:worker_threads";
import type { Invocation, WorkerMessage, WorkerSettings } from "./function-runtime.ts";

const { bundle, handlerName, name, memory } = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error("function-worker.ts runs only in a worker thread");

const post = (message: WorkerMessage): void => port.postMessage(message);

const { [handlerName]: handler } = await import(bundle);

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
  try {
    const value = await handler(JSON.parse(payload), context);
    post({ requestId, succeeded: true, payload: JSON.stringify(value ?? null) });
  } catch (error) {
    const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
    post({ requestId, succeeded: false, errorType, errorMessage });
  }
});

post({ ready: true });
