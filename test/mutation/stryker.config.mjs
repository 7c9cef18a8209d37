/**
 * `npm run test:mutation`: makes small changes to the code and checks that a test fails. docs/reliability.md has the
 * score and the survivors.
 */
export default {
  mutate: [
    "{domain,dead-letters}/**/*.ts",
    "adapters/{directories,state}/**/*.ts",
    "runtime/{deadline,handle-batch,read-record,settle-failure,sqs-handler}.ts",
  ],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  coverageAnalysis: "perTest",
  ignorePatterns: [".build", ".esbuild", ".serverless", "reports"],
  tempDirName: "reports/mutation-work",
  reporters: ["clear-text", "progress-append-only", "json"],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: "reports/mutation.json" },
  thresholds: { high: 95, low: 85, break: 85 },
  timeoutMS: 10_000,
};
