import { join } from "node:path";
import { expect, test } from "vitest";
import { DIRECTORY_FILE_GUARDS } from "./directory-file-guard-table.ts";
import { problemOf } from "./guard.ts";
import { GUARDS } from "./guard-table.ts";
import { INFRA_GUARDS } from "./infra-guard-table.ts";
import { LIFECYCLE_GUARDS } from "./lifecycle-guard-table.ts";
import { PACKAGING_GUARDS } from "./packaging-guard-table.ts";
import { SCIM_GUARDS } from "./scim-guard-table.ts";
import { WIRING_GUARDS } from "./wiring-guard-table.ts";

const PROJECT = join(import.meta.dirname, "../..");
const ALL = [
  ...GUARDS,
  ...LIFECYCLE_GUARDS,
  ...WIRING_GUARDS,
  ...INFRA_GUARDS,
  ...PACKAGING_GUARDS,
  ...DIRECTORY_FILE_GUARDS,
  ...SCIM_GUARDS,
];

test.each(ALL)("the code has the guard: $name", (guard) => {
  expect(problemOf(PROJECT, guard)).toBeUndefined();
});

test("no two guards have one name", () => {
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
});
