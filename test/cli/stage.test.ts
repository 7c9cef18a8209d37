import { afterEach, expect, test, vi } from "vitest";
import { QueueNotFound } from "../../adapters/sqs/find-queue.ts";
import { cliEnvironment } from "../../cli/environment.ts";
import { explain } from "../../cli/stage.ts";
import { LOCAL } from "../../config/stage-settings.ts";

afterEach(() => void vi.unstubAllEnvs());

const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED", $metadata: {} });

test("the stage local does not heed AWS_ENDPOINT_URL, which is of other work", () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
  expect(cliEnvironment().endpoints).toEqual({ sqs: undefined, dynamodb: undefined });
  expect(explain(refused, LOCAL)).toMatchObject({ message: expect.stringContaining("No local stack is running") });
});

test.each([refused, new QueueNotFound("q")])("%s at AWS_ENDPOINT_URL_SQS says where that points", (error) => {
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:4566");
  const message =
    "AWS_ENDPOINT_URL_SQS is http://127.0.0.1:4566, and the stack is not there: unset it to use that of npm run dev";
  expect(explain(error, LOCAL)).toMatchObject({ message });
  expect(explain(refused, "dev")).toMatchObject({ message: expect.stringContaining("AWS cannot be reached") });
});
