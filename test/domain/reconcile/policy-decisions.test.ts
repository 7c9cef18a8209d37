import { expect, test } from "vitest";
import { roleChanged } from "../../support/hr-events.ts";
import type { InMemory } from "../../support/in-memory-dependencies.ts";
import { policyOf } from "../../support/titled-policy.ts";
import { afterHire, doubt, handle, titled, wait } from "./passes.ts";

const decisionsOf = (memory: InMemory) =>
  memory.records
    .get("E1")
    ?.decisions.map(({ eventId, outcome, from, license, rule }) => [eventId, outcome, from, license, rule]);
const byRule = ({ dependencies }: InMemory, policy: ReturnType<typeof policyOf>) => doubt({ ...dependencies, policy });
const HIRE = ["hire-1", "created", undefined, "Basic", "titled Basic"];

test("another license by a policy that was rolled out is a decision on what HR said last, once", async () => {
  const memory = await afterHire();
  wait(memory, 1000);
  await byRule(memory, policyOf("Pro"));
  const rolledOut = ["hire-1", "updated", "Basic", "Pro", "everybody"];
  expect(decisionsOf(memory)).toEqual([HIRE, rolledOut]);
  const [hire, last] = memory.records.get("E1")?.decisions ?? [];
  expect(Date.parse(last?.at ?? "")).toBeGreaterThan(Date.parse(hire?.at ?? ""));
  await byRule(memory, policyOf("Pro"));
  expect(decisionsOf(memory)).toEqual([HIRE, rolledOut]);
});

test("the same license by another rule is one, too, and no change of the account", async () => {
  const memory = await afterHire();
  await byRule(memory, policyOf("Basic"));
  expect(decisionsOf(memory)).toEqual([HIRE, ["hire-1", "unchanged", undefined, "Basic", "everybody"]]);
});

test("an operator's resync that sets the same license again by the same rule is none", async () => {
  const memory = await afterHire();
  await doubt(memory.dependencies);
  expect(memory.calls).toEqual(["set U1 Basic"]);
  expect(decisionsOf(memory)).toEqual([HIRE]);
});

test("an event that was overtaken hides no decision of the policy", async () => {
  const memory = await afterHire();
  const older = { publishedAt: "2026-02-20T00:00:00.000Z", effectiveAt: "2026-02-20T00:00:00.000Z" };
  await handle(memory.dependencies, roleChanged({ id: "older", ...older, ...titled("Plus") }));
  const policy = policyOf("Pro");
  await handle({ ...memory.dependencies, policy }, roleChanged({ id: "oldest", ...older, ...titled("Plus") }));
  expect(decisionsOf(memory)?.map(([eventId, outcome]) => [eventId, outcome])).toEqual([
    ["hire-1", "created"],
    ["older", "stale"],
    ["oldest", "stale"],
    ["hire-1", "updated"],
  ]);
});
