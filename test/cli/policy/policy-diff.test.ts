import { expect, test } from "vitest";
import { policyDiff } from "../../../cli/policy/policy-diff.ts";
import { emptyRecord } from "../../../domain/facts/fold.ts";
import { folded } from "../../domain/facts/folded.ts";
import { hired, left, NOW } from "../../support/hr-events.ts";
import { policyOf, TITLED_POLICY } from "../../support/titled-policy.ts";

const POLICIES = {
  before: { stage: "prod", digest: "old", policy: policyOf("Basic") },
  after: { stage: "prod", digest: "new", policy: TITLED_POLICY },
  licenses: ["Basic", "Pro", "Plus"],
};
const employee = (employeeId: string, title: string) => ({
  ...folded([hired({ role: { title, department: "Any", attributes: {} } })]),
  employeeId,
});
const STAFF = [employee("E1", "Pro"), employee("E2", "Plus"), employee("E3", "Pro"), employee("E4", "Clerk")];

const diff = (staff: readonly ReturnType<typeof employee>[] = STAFF, policies = POLICIES) => {
  const { add, summary } = policyDiff(policies, NOW);
  const named = staff.flatMap((each) => add(each) ?? []);
  return { named, ...summary() };
};

test("counts who has which license under both policies, and who gains and loses one", () => {
  const { named, ...summary } = diff();
  expect(named.map(({ employeeId, from, to }) => [employeeId, from, to])).toEqual([
    ["E1", "Basic", "Pro"],
    ["E2", "Basic", "Plus"],
    ["E3", "Basic", "Pro"],
  ]);
  expect(summary).toMatchObject({ stage: "prod", employees: 4, changes: 3, left: 0, undecided: 0, unreadable: [] });
  expect(summary.licenses).toEqual({
    Basic: { before: 4, after: 1, won: 0, lost: 3 },
    Pro: { before: 0, after: 2, won: 2, lost: 0 },
    Plus: { before: 0, after: 1, won: 1, lost: 0 },
    none: { before: 0, after: 0, won: 0, lost: 0 },
  });
});

test("counts apart whom no policy is asked about", () => {
  const { add, summary } = policyDiff(POLICIES, NOW);
  add(folded([hired({ employeeId: "E5" }), left({ employeeId: "E5" })]));
  add(emptyRecord("E6"));
  add({ employeeId: "E7", unreadable: true });
  expect(summary()).toMatchObject({ employees: 3, changes: 0, left: 1, undecided: 1, unreadable: ["E7"] });
});

test("the digest is the same in any order, and whatever becomes of those who keep their license", () => {
  const { digest } = diff();
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(diff(STAFF.toReversed()).digest).toBe(digest);
  expect(diff(STAFF.slice(0, 3)).digest).toBe(digest);
});

test.each<[string, () => { readonly digest: string }]>([
  ["somebody more", () => diff([...STAFF, employee("E5", "Pro")])],
  ["somebody less", () => diff(STAFF.slice(1))],
  ["another person", () => diff([...STAFF.slice(1), employee("E5", "Pro")])],
  ["another license", () => diff([...STAFF.slice(1), employee("E1", "Plus")])],
  ["another stage", () => diff(STAFF, { ...POLICIES, before: { ...POLICIES.before, stage: "dev" } })],
  ["another old policy", () => diff(STAFF, { ...POLICIES, before: { ...POLICIES.before, digest: "older" } })],
  ["another new policy", () => diff(STAFF, { ...POLICIES, after: { ...POLICIES.after, digest: "newer" } })],
])("the digest is another one with %s", (_, other) => {
  expect(other().digest).not.toBe(diff().digest);
});

test("two changes that are swapped are not the same", () => {
  const swapped = [employee("E1", "Plus"), employee("E2", "Pro")];
  expect(diff(swapped).digest).not.toBe(diff([employee("E1", "Pro"), employee("E2", "Plus")]).digest);
});
