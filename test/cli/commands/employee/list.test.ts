import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { employeeList, type ListOptions } from "../../../../cli/commands/employee/list.ts";
import type { EmployeeListDocument } from "../../../../cli/commands/employee/list-document.ts";
import type { EmployeeRecord } from "../../../../domain/employee-record.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

let table: Awaited<ReturnType<typeof localEmployees>>;
beforeEach(async () => {
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
  vi.stubEnv("NO_COLOR", "1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await table.close();
});

const AT = "2026-05-01T00:00:00.000Z";

/** Somebody with a license, as a function has written it. */
const withLicense = async (employeeId: string, license: string, title = "Engineer", changes: object = {}) => {
  const role = { title, department: "Sales, EMEA", attributes: { costCenter: `C-${employeeId}` } };
  const { record } = await table.employees.fold(hired({ employeeId, email: `${employeeId}@example.com`, role }), NOW);
  const applied = { license, active: true, entitled: true, state: record.state, at: AT };
  const decision = {
    eventId: "hire-1",
    eventDigest: "d",
    rule: "managers",
    license,
    outcome: "created",
    at: AT,
  } as const;
  const after: EmployeeRecord = {
    ...record,
    applied,
    decisions: [decision],
    ...changes,
    revision: record.revision + 1,
  };
  await table.employees.save(record, after);
};

/** What is printed: what was written as it was read, and then the rest. */
const list = async (options: Partial<ListOptions> = {}) => {
  const written: string[] = [];
  const result = await employeeList({ stage: "local", ...options }, async (text) => void written.push(text));
  return { ...result, text: `${written.join("")}${result.text}` };
};
const listed = async (options: Partial<ListOptions> = {}): Promise<EmployeeListDocument> =>
  JSON.parse((await list({ json: true, ...options })).text);
const idsIn = ({ employees }: Pick<EmployeeListDocument, "employees">) =>
  employees.map(({ employeeId }) => employeeId).sort();

const three = async () => {
  await withLicense("E1", "Pro");
  await withLicense("E2", "Basic");
  await withLicense("E3", "Pro", "Manager", { waiting: { because: "AddressInUse", since: AT, until: AT } });
  await table.employees.claim("U1", "E1", NOW);
};

test("a table has totals by license, and everybody by ID, without addresses", async () => {
  await three();
  const { text, complete } = await list();
  expect(text).toMatch(
    /^3 employees\n[\s\S]*Pro +│ 2 +│ 2 [\s\S]*Basic +│ 1 +│ 1 [\s\S]*E1 +│ Pro +│ yes +│ 2026-05-01 +│ managers +│ Engineer +│ Sales, EMEA +│ - [\s\S]*E2 [\s\S]*E3 .*AddressInUse/,
  );
  expect(text).not.toContain("@example");
  expect(complete).toBe(true);
});

test("JSON has everybody whom the filters select, and totals", async () => {
  await three();
  const document = await listed({ license: "Pro", attribute: ["costCenter"] });
  expect(idsIn(document)).toEqual(["E1", "E3"]);
  expect(document).toMatchObject({ read: 3, matching: 2, unreadableCount: 0, unreadable: [] });
  expect(document.totals).toEqual({ by: "license", counts: [{ value: "Pro", employees: 2, active: 2 }] });
  expect(document.employees).toContainEqual(expect.objectContaining({ attributes: { costCenter: "C-E1" } }));
  expect(await listed({ license: "Plus" })).toMatchObject({ employees: [], matching: 0, read: 3 });
  expect((await listed({ by: "waiting" })).totals.counts).toEqual([
    { value: "none", employees: 2, active: 2 },
    { value: "AddressInUse", employees: 1, active: 1 },
  ]);
});

test("CSV is for finance: a header, who has what since when, and no formula; totals go to stderr", async () => {
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await withLicense("E1", "Pro", "=cmd|' /C calc'!A0");
  const { text } = await list({ csv: true, attribute: ["costCenter"] });
  expect(parse(text, { columns: true })).toEqual([
    {
      ...{ employeeId: "E1", employment: "hired", license: "Pro", active: "true", licenseSince: AT, rule: "managers" },
      ...{ title: "'=cmd|' /C calc'!A0", department: "Sales, EMEA", location: "", employmentType: "", changedAt: AT },
      ...{ waiting: "", costCenter: "C-E1" },
    },
  ]);
  expect(text.endsWith("\r\n")).toBe(true);
  expect(told.mock.calls.join()).toMatch(/1 employee[\s\S]*Pro/);
});

test("an attribute that HR does not say is empty, whatever it is called", async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await withLicense("E1", "Pro", "Clerk");
  const { text } = await list({ csv: true, attribute: ["toString", "constructor"] });
  expect(text.split("\r\n")[1]).toMatch(/,,,$/);
  expect((await list({ attribute: ["toString"] })).text).not.toContain("native code");
});

test("nobody is a header, an empty list, or a sentence", async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect((await list({ csv: true })).text).toMatch(/^employeeId,[^\n]*\r\n$/);
  expect(await listed()).toMatchObject({ employees: [], read: 0 });
  expect((await list()).text).toBe("Nobody matches, of 0 employees.");
});

test.each<[Partial<ListOptions>, RegExp]>([
  [{ license: "pro" }, /^The stage local has no license pro: expected one of .*Pro, .*none; did you mean Pro\?\n$/],
  [{ rule: "manager", json: true }, /has no rule manager: expected one of .*left; did you mean managers\?\n$/],
  [{ license: "Basic", rule: "left" }, /^$/],
  [{ department: "Sales" }, /^$/],
])("of nobody, a license or rule that the stage does not have is told with the nearest: %j", async (options, note) => {
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await withLicense("E1", "Pro");
  expect((await list(options)).complete).toBe(true);
  expect(told.mock.calls.join("")).toMatch(note);
});

test("somebody may still have what the stage has no more", async () => {
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await withLicense("E1", "Gold");
  expect(await listed({ license: "Gold" })).toMatchObject({ matching: 1 });
  expect(told).not.toHaveBeenCalled();
});

test("--limit limits what is shown, not what is counted", async () => {
  await three();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const document = await listed({ limit: 2 });
  expect([document.employees.length, document.matching]).toEqual([2, 3]);
  expect((await list({ limit: 1 })).text).toMatch(/E1[\s\S]*… and 2 more: --limit, --csv or --json shows them$/);
  expect((await list({ csv: true, limit: 1 })).text.split("\r\n")).toHaveLength(3);
});

test("a record of another release is told and counts as incomplete, and keeps nobody else", async () => {
  await three();
  await table.put({ employeeId: "E9", formatVersion: 99 });
  const result = await list({ json: true });
  expect(JSON.parse(result.text)).toMatchObject({ read: 4, matching: 3, unreadableCount: 1, unreadable: ["E9"] });
  expect(result).toMatchObject({
    complete: false,
    problem: "1 record of another release cannot be read, such as that of E9",
  });
});

test("--waiting alone asks the index, and with anything else reads everybody", async () => {
  await three();
  await table.employees.fold(left({ employeeId: "E2", effectiveAt: "2026-07-01T00:00:00.000Z" }), NOW);
  expect(await listed({ waiting: true })).toMatchObject({ waiting: 2 });
  expect(idsIn(await listed({ waiting: true, license: "Basic" }))).toEqual(["E2"]);
  expect(idsIn(await listed({ waiting: "AddressInUse" }))).toEqual(["E3"]);
});
