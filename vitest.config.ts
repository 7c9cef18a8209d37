import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // The end-to-end files each package once and start a stack of their own; two at a time is what 2 cores carry.
    maxWorkers: 2,
    // Only for what hangs. Waits go by progress, and a busy machine is no failure: with four busy processes beside them
    // tests take about five times as long.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
  },
});
