import { defineConfig } from "vitest/config";

/** The tests that are fast and need no packaged service. A mutant runs those that cover it. */
export default defineConfig({
  test: {
    include: [
      "test/{domain,dead-letters,adapters,runtime,handlers,events}/**/*.test.ts",
      "test/property/cases/*.test.ts",
    ],
    testTimeout: 20_000,
  },
});
