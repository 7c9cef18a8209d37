import { expect, test } from "vitest";
import { ownPolicy } from "../../runtime/own-policy.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

const BUNDLED = { stage: "prod", digest: "d1", policy: TITLED_POLICY };

test("a function uses the policy of its own stage", () => {
  expect(ownPolicy(BUNDLED, { STAGE: "prod", LICENSE_POLICY_DIGEST: "d1" })).toBe(TITLED_POLICY);
});

test.each([
  ["of another stage", { STAGE: "dev", LICENSE_POLICY_DIGEST: "d1" }],
  ["of another version", { STAGE: "prod", LICENSE_POLICY_DIGEST: "d2" }],
])("a function does not start with a policy %s", (_, origin) => {
  expect(() => ownPolicy(BUNDLED, origin)).toThrow(
    `The bundle holds the license policy of prod (d1), but the function was deployed for ${origin.STAGE}`,
  );
});
