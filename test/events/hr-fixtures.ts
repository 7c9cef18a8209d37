import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../domain/failures.ts";
import { parseHrEvent } from "../../events/parse.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/events");

/** An invalid fixture: the body, and how its refusal reads. */
type Refused = { readonly code: string; readonly message: string; readonly body: unknown };

/** The texts of all fixtures in `valid` or `invalid`, with the file's name for the test's. */
export const fixtures = (folder: "valid" | "invalid"): readonly { file: string; text: string }[] =>
  readdirSync(join(FIXTURES, folder)).map((file) => ({
    file,
    text: readFileSync(join(FIXTURES, folder, file), "utf8"),
  }));

/** A valid fixture by its name, parsed afresh: a test may change it. */
export const fixture = (name: string) => JSON.parse(readFileSync(join(FIXTURES, "valid", `${name}.json`), "utf8"));

export const refused = (text: string): Refused => JSON.parse(text);

/** The failure that a body meets; a test that expects one fails where there is none, or another error. */
export const failureOf = (body: unknown): Failure => {
  try {
    parseHrEvent(body);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("the body was accepted");
};
