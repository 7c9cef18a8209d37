import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { guessRoster } from "../../../../cli/commands/import/guess.ts";
import { type ImportOptions, importRoster } from "../../../../cli/commands/import/import.ts";
import { confirmSending } from "../../../../cli/import/ask.ts";
import type { ImportDocument } from "../../../../cli/import/import-document.ts";
import { rosterCsv, rosterRow } from "../../../../events/samples/make-roster.ts";

const SAMPLES = join(import.meta.dirname, "../../../../events/samples");
const map = join(SAMPLES, "roster-map.yml");

const folder = mkdtempSync(join(tmpdir(), "import-command-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = (name: string): string => {
  files += 1;
  return join(folder, `${files}-${name}`);
};
const roster = (text: string): string => {
  const path = fresh("roster.csv");
  writeFileSync(path, text);
  return path;
};
const imported = async (path: string, options: Partial<ImportOptions> = {}) => {
  const result = await importRoster(path, { map, json: true, ...options });
  return { ...result, document: JSON.parse(result.text) as ImportDocument };
};
const ROWS = Array.from({ length: 5 }, (_, number) => rosterRow(number));

describe("seatkeeper import --out", () => {
  test("writes an event for each row to a new file, the same ones for the same file, and needs no stage", async () => {
    const [path, out, again] = [roster(rosterCsv(ROWS)), fresh("out.jsonl"), fresh("again.jsonl")];
    const { complete, document } = await imported(path, { out });
    expect(complete).toBe(true);
    expect(document).toMatchObject({ rows: 5, bad: 0, news: { hire: 5 }, preview: { outcomes: { created: 5 } } });
    await imported(path, { out: again });
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).data.employeeId)).toEqual(ROWS.map((row) => row["Employee ID"]));
    expect(readFileSync(again, "utf8")).toBe(lines.map((line) => `${line}\n`).join(""));
  });

  test("never writes over a file", async () => {
    const out = roster("kept");
    await expect(imported(roster(rosterCsv(ROWS)), { out })).rejects.toThrow("already exists: choose another name");
    expect(readFileSync(out, "utf8")).toBe("kept");
  });

  test("takes the time of the file as that of the export, unless it is said", async () => {
    const path = roster(rosterCsv(ROWS));
    utimesSync(path, new Date("2026-02-01T08:00:00Z"), new Date("2026-02-01T08:00:00Z"));
    expect((await imported(path, { out: fresh("a") })).document.asOf).toBe("2026-02-01T08:00:00.000Z");
    const asOf = "2026-03-01T00:00:00.000Z";
    expect((await imported(path, { out: fresh("b"), asOf })).document.asOf).toBe(asOf);
  });
});

describe("a bad row", () => {
  const [first = {}, ...others] = ROWS;
  const bad = rosterCsv([{ ...first, "Work Email": "Ana Lima <ana@example.com>" }, ...others]);

  test("keeps all from being written, and is told by file and line", async () => {
    const [path, out] = [roster(bad), fresh("out.jsonl")];
    const { text, complete, problem } = await importRoster(path, { map, out });
    expect(complete).toBe(false);
    expect(text).toMatch(
      /roster\.csv:2: Work Email: expected an email address such as name@example\.com, found 3 letters/,
    );
    expect(text).not.toMatch(/Ana|Lima/);
    expect(problem).toMatch(/^Nothing was sent: 1 of 5 rows is bad\./);
    expect(existsSync(out)).toBe(false);
  });

  test("is left out with --skip-invalid, and counted", async () => {
    const { document, complete } = await imported(roster(bad), { out: fresh("out.jsonl"), skipInvalid: true });
    expect(complete).toBe(true);
    expect(document).toMatchObject({ rows: 5, bad: 1, problems: [{ line: 2 }], events: 4 });
  });
});

describe("an import is refused", () => {
  test.each<readonly [string, string, Partial<ImportOptions>, string]>([
    ["without rows", rosterCsv([]), { out: "x" }, "there are no rows after the line of column names"],
    ["without a stage and a file to write to", rosterCsv(ROWS), {}, "Give --stage to send the events, or --out FILE"],
    ["with --absent-left and no stage", rosterCsv(ROWS), { out: "x", absentLeft: true }, "--absent-left needs --stage"],
    [
      "with --max-absent alone",
      rosterCsv(ROWS),
      { out: "x", maxAbsent: { count: 1 } },
      "--max-absent is for --absent-left",
    ],
    ["with a map that is missing", rosterCsv(ROWS), { out: "x", map: "none.yml" }, "none.yml: the file is missing"],
  ])("%s", async (_, text, options, message) => {
    await expect(imported(roster(text), options)).rejects.toThrow(message);
  });

  test("if the map leaves out every row; it says which value is probably misspelled", async () => {
    const path = fresh("map.yml");
    writeFileSync(path, `${readFileSync(map, "utf8")}\nrows: { take: { Status: [Actve] } }\n`);
    await expect(imported(roster(rosterCsv(ROWS)), { map: path, out: fresh("out") })).rejects.toThrow(
      "the map leaves out all of 5 rows; no row has Status: Actve",
    );
  });
});

test("nobody is absent if a row's employee ID cannot be read, also if that row is skipped", async () => {
  const path = roster(rosterCsv([...ROWS, { ...rosterRow(9), "Employee ID": "E 9" }]));
  const options = { stage: "local", absentLeft: true, skipInvalid: true };
  await expect(imported(path, options)).rejects.toThrow("so nobody is certainly absent");
});

test("a guess goes to stdout, or to a new file that works as a map, never over one", async () => {
  const [path, mapOut] = [roster(rosterCsv(ROWS)), fresh("map.yml")];
  expect((await guessRoster(path, {})).text).toContain('employeeId: "{Employee ID}"');
  await guessRoster(path, { mapOut });
  expect((await imported(path, { map: mapOut, out: fresh("out") })).document).toMatchObject({
    bad: 0,
    news: { hire: 5 },
  });
  await expect(guessRoster(path, { mapOut })).rejects.toThrow("already exists");
});

describe("before anything is sent", () => {
  const ask = async (typed: string | undefined, { stage = "dev", confirmed = false, isTTY = true } = {}) => {
    const [input, output] = [Object.assign(new PassThrough(), { isTTY }), new PassThrough()];
    if (typed === undefined) input.end();
    else input.write(`${typed}\n`);
    return confirmSending({ stage, events: "5 events", confirmed }, { input, output }).then(
      () => "sent",
      (error) => error.message,
    );
  };

  test.each<readonly [string, string | undefined, Parameters<typeof ask>[1], string]>([
    ["yes", "y", {}, "sent"],
    ["anything else", "", {}, "Nothing was sent"],
    ["no answer", undefined, {}, "Nothing was sent"],
    ["yes on prod", "yes", { stage: "prod" }, "Nothing was done: the name did not match"],
    ["the stage's name on prod", "prod", { stage: "prod" }, "sent"],
    ["--yes", undefined, { stage: "prod", confirmed: true }, "sent"],
    ["nobody", undefined, { isTTY: false }, "Nothing was sent: there is no terminal to ask on; give --yes"],
  ])("the operator is asked: %s", async (_, typed, options, result) => {
    expect(await ask(typed, options)).toBe(result);
  });
});
