import { defineConfig } from "vitest/config";

/** For the copies of `npm run test:guards`: each run names its file, and nothing is packaged. */
export default defineConfig({
  cacheDir: ".vite",
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["./test/mutation/assertion-reporter.ts"],
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000, interval: 20 } },
  },
});
