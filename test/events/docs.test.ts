import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/events.md"), "utf8");
const examples = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, json]) => parseHrEvent(json, NOW));

test("the examples in docs/events.md are valid: a CloudEvent, and one from EventBridge", () => {
  expect(examples.map(({ fact }) => fact.kind)).toEqual(["hired", "role-changed"]);
});
