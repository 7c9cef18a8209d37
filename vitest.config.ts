import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // The end-to-end files each package once and start a stack of their own; two at a time is what 2 cores carry.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000, interval: 20 } },
  },
});
