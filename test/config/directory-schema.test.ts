import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { directoryNames } from "../../config/load-stage.ts";

const CONFIG = join(import.meta.dirname, "../../config");
const read = (name: string): string => readFileSync(join(CONFIG, "directories", name), "utf8");
const isValid = new Ajv2020().compile(JSON.parse(read("directory.schema.json")));

test.each(directoryNames(CONFIG))("%s.yml fits the schema that it names for editors", (name) => {
  const text = read(`${name}.yml`);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/directory\.schema\.json\n/);
  expect({ name, valid: isValid(parse(text)), errors: isValid.errors }).toMatchObject({ valid: true });
});

test.each([
  ["an unknown member", { lisences: ["a"] }],
  ["an unknown verb", { update: "pach" }],
  [
    "two ways to sign in",
    { auth: { bearer: { secret: "s" }, oauth2: { secret: "s", tokenUrl: "t", grant: "client_credentials" } } },
  ],
  ["an unknown carrier", { carrier: "groups" }],
  ["a failure of no directory", { answers: [{ status: 403, means: "InvalidEvent" }] }],
])("the schema refuses %s", (_, change) => {
  expect(isValid({ ...parse(read("scim.yml")), ...change })).toBe(false);
});
