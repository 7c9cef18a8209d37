import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND_GUARDS } from "./command-guard-table.ts";
import { DIRECTORY_FILE_GUARDS } from "./directory-file-guard-table.ts";
import { problemOf } from "./guard.ts";
import { GUARDS } from "./guard-table.ts";
import { IMPORT_GUARDS } from "./import-guard-table.ts";
import { INFRA_GUARDS } from "./infra-guard-table.ts";
import { LIFECYCLE_GUARDS } from "./lifecycle-guard-table.ts";
import { PACKAGING_GUARDS } from "./packaging-guard-table.ts";
import { POLICY_GUARDS } from "./policy-guard-table.ts";
import { PREVIEW_GUARDS } from "./preview-guard-table.ts";
import { SCIM_GUARDS } from "./scim-guard-table.ts";
import { SENDING_GUARDS } from "./sending-guard-table.ts";
import { WIRING_GUARDS } from "./wiring-guard-table.ts";

const PROJECT = join(import.meta.dirname, "../..");
const ALL = [
  ...GUARDS,
  ...LIFECYCLE_GUARDS,
  ...WIRING_GUARDS,
  ...INFRA_GUARDS,
  ...PACKAGING_GUARDS,
  ...DIRECTORY_FILE_GUARDS,
  ...POLICY_GUARDS,
  ...SCIM_GUARDS,
  ...SENDING_GUARDS,
  ...COMMAND_GUARDS,
  ...IMPORT_GUARDS,
  ...PREVIEW_GUARDS,
];

test.each(ALL)("the code has the guard: $name", (guard) => {
  expect(problemOf(PROJECT, guard)).toBeUndefined();
});

test("no two guards have one name", () => {
  expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
});
