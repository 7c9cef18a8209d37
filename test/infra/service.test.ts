import { expect, test } from "vitest";
import { readSettings } from "./made-stage.ts";

test("every function runs on Arm and Node 24, is traced, and logs and counts under its stage", () => {
  expect(readSettings("serverless.yml")).toMatchObject({
    service: "seatkeeper",
    frameworkVersion: "4",
    configValidationMode: "error",
    plugins: ["serverless-esbuild", "./config/deploy-guard-plugin.mjs", "./infra/packaging/plugin.mjs"],
    provider: {
      name: "aws",
      runtime: "nodejs24.x",
      architecture: "arm64",
      region: "<settings.region>",
      stackName: "<prefix>",
      deploymentMethod: "direct",
      timeout: "<settings.functionTimeout>",
      memorySize: 512,
      logRetentionInDays: "<settings.logRetentionDays>",
      tracing: { lambda: true },
    },
    package: { individually: true },
  });
});

// Of Powertools' variables those and no others: POWERTOOLS_LOGGER_LOG_EVENT would log whole events.
test("a function's environment makes it log and count under its stage, without events", () => {
  const { provider } = readSettings("serverless.yml") as { provider: { environment: object } };
  expect(provider.environment).toEqual({
    NODE_OPTIONS: "--enable-source-maps",
    POWERTOOLS_SERVICE_NAME: "<prefix>",
    POWERTOOLS_METRICS_NAMESPACE: "Seatkeeper",
    POWERTOOLS_LOG_LEVEL: "<settings.logLevel>",
  });
});

test("a function is one small ES module that finds its credentials where Lambda puts them", () => {
  expect(readSettings("config/esbuild.yml")).toMatchObject({
    bundle: true,
    minify: true,
    target: "node24",
    format: "esm",
    outputFileExtension: ".mjs",
    mainFields: ["module", "main"],
    conditions: ["module", "import", "node"],
    alias: { "@aws-sdk/credential-provider-node": "./adapters/lambda-credentials.ts" },
    // Lambda's own SDK is another version than the one that was tested.
    external: [],
    exclude: [],
    plugins: "config/esbuild-plugins.mjs",
    skipRebuild: true,
  });
});
