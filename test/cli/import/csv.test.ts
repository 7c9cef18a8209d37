import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openRoster } from "../../../cli/import/roster.ts";
import { findRoster } from "../../../cli/import/roster-file.ts";

const folder = mkdtempSync(join(tmpdir(), "roster-"));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (content: string | Buffer): string => {
  const path = join(folder, "roster.csv");
  writeFileSync(path, content);
  return path;
};

const read = async (content: string | Buffer) => {
  const roster = await openRoster(await findRoster(written(content)));
  const rows: (readonly [number, readonly string[]])[] = [];
  for await (const { line, values } of roster.rows()) rows.push([line, values]);
  return { columns: roster.columns.names, delimiter: roster.delimiter, rows };
};
/** The message, without the folder. */
const problemWith = (content: string | Buffer) =>
  read(content).then(
    () => "no problem",
    (error: Error) => error.message.replaceAll(`${folder}/`, ""),
  );

describe("a CSV file is read", () => {
  test("with quotes, line breaks in values, blank lines, and the line where each row begins", async () => {
    const text = 'id,note\r\n1,"a ""b"", c\r\n\r\nd"\r\n\r\n2,x\r\n,\r\n3,"y\nz"\r\n4,\r\n';
    expect((await read(text)).rows).toEqual([
      [2, ["1", 'a "b", c\r\n\r\nd']],
      [6, ["2", "x"]],
      [8, ["3", "y\nz"]],
      [10, ["4", ""]],
    ]);
  });

  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("with lines that end in %s, or no end of the last one", async (_, end) => {
    expect((await read(["id,a", "1,x", "", "2,y"].join(end))).rows).toEqual([
      [2, ["1", "x"]],
      [4, ["2", "y"]],
    ]);
  });

  test("with line ends of two kinds in one file", async () => {
    expect((await read("id,a\r\n1,x\n2,y\r\n")).rows).toEqual([
      [2, ["1", "x"]],
      [3, ["2", "y"]],
    ]);
  });

  test.each([",", ";", "\t", "|"])(
    "with the delimiter %j, also if a name of a column holds another",
    async (delimiter) => {
      const text = `"a,;b"${delimiter}c${delimiter}d\n1${delimiter}2${delimiter}3\n`;
      expect(await read(text)).toEqual({ columns: ["a,;b", "c", "d"], delimiter, rows: [[2, ["1", "2", "3"]]] });
    },
  );

  test("with a byte order mark, and blanks around the names of columns", async () => {
    expect((await read("\uFEFFid , name\n1,x\n")).columns).toEqual(["id", "name"]);
  });

  test("if a character lies across two chunks", async () => {
    const text = `id,name\n${"1,é€🎉\n".repeat(20_000)}`;
    for (const padding of ["", "a", "ab", "abc"]) expect((await read(padding + text)).rows).toHaveLength(20_000);
  });
});

describe("what is no CSV file is refused", () => {
  test.each<readonly [string, string | Buffer, string]>([
    ["an empty file", "", "roster.csv: the file is empty; expected a line of column names, then rows"],
    ["a blank file", "\n \n", "roster.csv:1: the file is blank; expected a line of column names, then rows"],
    [
      "UTF-16",
      Buffer.from("\uFEFFid,name\n1,x\n", "utf16le"),
      "roster.csv:1: the file is UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW_FILE",
    ],
    [
      "UTF-16 without a mark",
      Buffer.from("id,name\n1,x\n", "utf16le"),
      "roster.csv:1: the file is UTF-16, expected UTF-8; convert it: iconv -f UTF-16LE",
    ],
    ["a workbook", Buffer.from("PK\u0003\u0004\u0000"), "roster.csv:1: the file is compressed (zip, as .xlsx is)"],
    ["binary data", Buffer.from("id,name\n1,x\n2,\u0000\u0000\n"), "roster.csv:3: the file is binary"],
    ["another encoding", Buffer.from("id,name\n1,x\n2,Zo\xeb\n", "latin1"), "roster.csv:3: the line is not UTF-8 text"],
    [
      "a file that is cut off in the middle of a character",
      Buffer.from("id,name\n1,x\n2,Zoë").subarray(0, -1),
      "roster.csv:3: the file ends in the middle of a character; was it copied before it was written?",
    ],
    [
      "Excel's line of its delimiter",
      "sep=;\r\nid;name\r\n1;x\r\n",
      "roster.csv:1: this line is Excel's own, and not that of the column names: delete it",
    ],
    [
      "a quote that is never closed",
      'id,name\n1,x\n\n2,"y\n3,z\n',
      "roster.csv:4: a quote opens in the row that begins here, and is never closed",
    ],
    [
      "the same before very much",
      `id,name\n1,"${"x\n".repeat(2_000_000)}`,
      "roster.csv:2: the row that begins here is larger than 1 MiB",
    ],
    ["a quote inside a value", 'id,name\n1,x "y"\n', "roster.csv:2: a quote inside a value that is not quoted"],
    [
      "text after a closing quote",
      'id,name\n1,"x" y\n',
      "roster.csv:2: after a closing quote, expected the next value",
    ],
  ])("%s", async (_, content, message) => {
    expect(await problemWith(content)).toContain(message);
  });

  test("a missing file, and a folder", async () => {
    const path = join(folder, "folder");
    mkdirSync(path);
    await expect(findRoster(join(folder, "none.csv"))).rejects.toThrow("none.csv: there is no such file");
    await expect(findRoster(path)).rejects.toThrow("folder: this is a folder; name the CSV file in it");
  });

  test("without a value of it in the message", async () => {
    expect(await problemWith('id,name\n1,"Ana" Lima\n')).not.toMatch(/Ana|Lima/);
  });
});
