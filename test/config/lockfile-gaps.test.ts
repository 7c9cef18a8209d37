import { expect, test } from "vitest";
import { lockfileGaps } from "../../config/lockfile-gaps.ts";

test("names each package without integrity, and why it has none", () => {
  const packages = {
    "": { name: "project" },
    "node_modules/whole": { version: "1.0.0", integrity: "sha512-x" },
    "node_modules/other-platform": { version: "1.0.0", optional: true },
    "node_modules/whole/node_modules/bundled": { version: "1.0.0", inBundle: true },
    "node_modules/near": { resolved: "near", link: true },
    near: { version: "1.0.0" },
    "node_modules/forked": { resolved: "git+ssh://git@example.com/forked.git#abc" },
  };
  expect(lockfileGaps(JSON.stringify({ packages }))).toEqual([
    { path: "node_modules/other-platform", reason: undefined },
    { path: "node_modules/whole/node_modules/bundled", reason: expect.stringContaining("bundles it") },
    { path: "node_modules/near", reason: "a folder of this project" },
    { path: "near", reason: "a folder of this project" },
    { path: "node_modules/forked", reason: expect.stringContaining("Git") },
  ]);
});
