import { expect, test } from "vitest";
import { parseCommandLine } from "../../../infra/packaging/command-line.ts";

test.each([
  [["package"], { command: "package", stages: [], packageFolder: undefined, isHelp: false, others: [] }],
  [["package", "--stage", "qa", "-p", "out"], { stages: ["qa"], packageFolder: "out", others: ["--stage", "qa"] }],
  [["package", "--package=out", "-s=qa"], { packageFolder: "out", others: ["-s=qa"] }],
  [["deploy", "--package", "out", "--verbose"], { command: "deploy", packageFolder: "out", others: ["--verbose"] }],
  [["deploy", "--stage", "dev", "-s", "prod"], { stages: ["dev", "prod"], others: ["--stage", "dev", "-s", "prod"] }],
  [["deploy", "--stage="], { stages: [""], others: ["--stage="] }],
  [["remove", "--stage"], { stages: [""], others: ["--stage"] }],
  [["package", "--help", "-p", "out"], { isHelp: true, packageFolder: "out", others: ["--help"] }],
  // The framework refuses it.
  [["package", "--package"], { packageFolder: undefined, others: ["--package"] }],
])("reads %j", (args, expected) => {
  expect(parseCommandLine(args)).toMatchObject(expected);
});

test.each([
  [["package", "--package="], "--package names no folder: expected --package FOLDER"],
  [["package", "--package", ""], "--package names no folder: expected --package FOLDER"],
  [["deploy", "-p", " ", "--stage", "prod"], "--package names no folder: expected --package FOLDER"],
  [["package", "-p", "a", "--package=b"], "--package is given twice: expected one folder"],
])("refuses %j", (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(message);
});
