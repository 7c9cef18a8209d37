import { defineConfig } from "vitest/config";

/** The tests that are quick and need no packaged service: a mutant is judged by those that reach it. */
export default defineConfig({
  test: {
    include: [
      "test/{domain,dead-letters,adapters,runtime,handlers,events}/**/*.test.ts",
      "test/property/cases/*.test.ts",
    ],
    testTimeout: 20_000,
  },
});
