import { beforeEach, expect, test, vi } from "vitest";
import { chimeClients } from "../../../../adapters/directories/chime/clients.ts";

const { governor } = vi.hoisted(() => ({ governor: { limiter: vi.fn(), waitFor: vi.fn() } }));
vi.mock("../../../../adapters/directories/rate-governor.ts", () => ({ rateGovernor: () => governor }));
beforeEach(() => vi.clearAllMocks());

test("finds wait for a third of the time that is left, creations for two thirds, updates for all of it", () => {
  chimeClients();
  expect(governor.limiter.mock.calls).toEqual([[1 / 3], [2 / 3], [1]]);
});

test.each([
  [30_000, 22_000],
  [10_000, 5_000],
])("of %d ms calls wait for %d, so that there is time for the call itself", (remaining, wait) => {
  chimeClients().waitWithin(remaining);
  expect(governor.waitFor).toHaveBeenCalledExactlyOnceWith(wait);
});
