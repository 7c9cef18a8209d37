import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type PreviewCommandOptions, preview } from "../../../cli/commands/preview.ts";
import { cancellationBody, hireBody, leaveBody, roleChangeBody } from "../../support/event-bodies.ts";
import { NOW } from "../../support/hr-events.ts";
import { inShell } from "../../support/seatkeeper-process.ts";

const folder = mkdtempSync(join(tmpdir(), "preview-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (content: string | Buffer, name = "events.jsonl"): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const jsonLines = (...bodies: readonly object[]): string =>
  file(bodies.map((body) => `${JSON.stringify(body)}\n`).join(""));

const run = async (path: string, options: PreviewCommandOptions = {}) => {
  const lines: string[] = [];
  const result = await preview([path], { now: () => NOW, ...options }, (line) => lines.push(line));
  return { ...result, lines };
};
const runJson = async (path: string, options: PreviewCommandOptions = {}) => {
  const { lines, text, complete } = await run(path, { json: true, ...options });
  return { events: lines.map((line) => JSON.parse(line)), summary: JSON.parse(text), complete };
};

const PRO = { role: { title: "Manager", department: "Any" } };

test("each event says what it would do, and by which rule, and the summary counts events and licenses", async () => {
  const path = jsonLines(
    hireBody(),
    roleChangeBody(PRO),
    roleChangeBody(PRO),
    hireBody({ employeeId: "E2", email: "ben@example.com", effectiveAt: "2030-01-01T00:00:00Z" }, { id: "hire-2" }),
    cancellationBody("hire-2", { data: { employeeId: "E2", cancels: "hire-2" } }),
    { ...hireBody(), data: { employeeId: "E3" }, id: "hire-3" },
  );
  const { events, summary, complete } = await runJson(path);
  const at = (line: number, employeeId: string) => ({ file: path, line, employeeId });
  expect(events).toMatchObject([
    { ...at(1, "E1"), eventId: "hire-1", type: "hr.employee.hired.v1", outcome: "created", license: "Pro" },
    { ...at(2, "E1"), outcome: "unchanged", license: "Pro", rule: "managers" },
    { ...at(3, "E1"), outcome: "duplicate" },
    { ...at(4, "E2"), outcome: "waiting", because: "NotYetEffective", until: "2030-01-01T00:00:00.000Z" },
    { ...at(5, "E2"), outcome: "cancelled" },
    { ...at(6, "E3"), outcome: "dead-lettered", code: "InvalidEvent" },
  ]);
  expect(events[5].reason).toContain("data.email: expected");
  expect(summary).toMatchObject({
    events: 6,
    employees: 2,
    outcomes: { created: 1, unchanged: 1, duplicate: 1, cancelled: 2, "dead-lettered": 1, waiting: 0 },
    codes: { InvalidEvent: 1 },
    licenses: { before: { Pro: 0 }, after: { Pro: 1 } },
    calls: { dynamodb: 0, directory: 0 },
  });
  expect(complete).toBe(true);
});

describe("what waits for a later line", () => {
  test("is said at its turn, and counts as what that line makes of it", async () => {
    const { events, summary } = await runJson(jsonLines(roleChangeBody(PRO), hireBody()));
    expect(events.map(({ outcome, because }) => [outcome, because])).toEqual([
      ["waiting", "NoHireYet"],
      ["created", undefined],
    ]);
    expect(summary).toMatchObject({
      outcomes: { waiting: 0, created: 1, updated: 1 },
      licenses: { after: { Pro: 1 } },
    });
  });

  test("such as a hire for the address of a leaver, who gets the account once it has passed on", async () => {
    const second = hireBody({ employeeId: "E2", displayName: "Ana Diaz" }, { id: "hire-2" });
    const { events, summary } = await runJson(jsonLines(hireBody(), second, leaveBody()));
    expect(events.map(({ outcome }) => outcome)).toEqual(["created", "waiting", "released"]);
    expect(summary).toMatchObject({
      outcomes: { waiting: 0, reactivated: 1 },
      licenses: { after: { Pro: 1, Basic: 0 } },
    });
  });

  test("is told last if it would be tried again, as a cancellation before its event", async () => {
    const upcoming = hireBody({ effectiveAt: "2030-01-01T00:00:00Z" });
    const { events } = await runJson(jsonLines(cancellationBody("hire-1"), cancellationBody("nobody"), upcoming));
    expect(events.map(({ line, outcome, code }) => [line, outcome, code])).toEqual([
      [3, "waiting", undefined],
      [1, "cancelled", undefined],
      [2, "dead-lettered", "CancelsUnknownEvent"],
    ]);
  });
});

test("the first events are shown, and every dead letter, with how many there are beside them", async () => {
  const { lines, text } = await run(jsonLines(hireBody(), roleChangeBody(PRO), hireBody(), { id: "none" }), {
    limit: 1,
  });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/events\.jsonl:1 +E1 +created +Pro, rule /);
  expect(lines[1]).toMatch(/events\.jsonl:4 +- +dead-lettered +InvalidEvent: type: expected /);
  expect(text).toContain("… and 2 events more: --limit or --json shows them");
  expect(text).toContain("Started from nothing, and wrote nothing.");
});

test("--strict fails if an event would be dead-lettered", async () => {
  const path = jsonLines(hireBody(), { id: "none" });
  expect([(await run(path)).complete, (await run(path, { strict: true })).complete]).toEqual([true, false]);
});

test("--directory and --policy say what it starts from without a stage", async () => {
  const policy = file("rules: []\ndefault: { name: everybody, license: full }\n", "policy.yml");
  const { summary } = await runJson(jsonLines(hireBody()), { directory: "figma", policy });
  expect(summary.licenses.after).toMatchObject({ full: 1 });
  await expect(run(jsonLines(hireBody()), { stage: "local", directory: "figma" })).rejects.toThrow("--directory out");
  await expect(run(jsonLines(hireBody()), { directory: "figam" })).rejects.toThrow("did you mean figma");
});

test("in an account that invites, whoever is hired waits for the invitation", async () => {
  const { openPreview } = await import("../../../cli/preview/preview-events.ts");
  const { TITLED_POLICY } = await import("../../support/titled-policy.ts");
  const opened = openPreview({
    policy: TITLED_POLICY,
    licenses: [],
    hireGraceMs: 3_600_000,
    invites: true,
    now: () => NOW,
  });
  const lines = (async function* () {
    yield { file: "events", line: 1, body: JSON.stringify(hireBody()) };
  })();
  const events: object[] = [];
  for await (const event of opened.events(lines)) events.push(event);
  expect(events).toMatchObject([{ outcome: "waiting", because: "InvitationPending" }]);
});

test.each<[what: string, content: string | Buffer, says: string]>([
  ["empty", "", ":1: there is no event in this file"],
  ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]), "binary"],
  ["UTF-16", Buffer.from(`\ufeff${JSON.stringify(hireBody())}`, "utf16le"), "UTF-16"],
])("a file that is %s is refused, and nothing is shown", async (what, content, says) => {
  await expect(run(file(content, `${what}.jsonl`))).rejects.toThrow(says);
});

test("a file that is missing, and a folder, are refused", async () => {
  await expect(run(join(folder, "missing.jsonl"))).rejects.toThrow("missing.jsonl: there is no such file");
  await expect(run(folder)).rejects.toThrow("this is a folder");
});

test("the command reads stdin, prints JSON Lines, and exits with 2 for a file that is missing", async () => {
  const { code, stdout } = await inShell(`cat ${jsonLines(hireBody())} | seatkeeper preview - --json`, {});
  expect([
    code,
    stdout
      .trim()
      .split("\n")
      .map((each) => JSON.parse(each)),
  ]).toMatchObject([0, [{ file: "stdin", line: 1, outcome: "created" }, { events: 1 }]]);
  expect(await inShell("seatkeeper preview missing.jsonl", {})).toMatchObject({ code: 2 });
});
