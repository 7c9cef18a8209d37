import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActiveFact, FactEvent } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/events");

/** An invalid fixture: the body and its expected error. */
type Refused = { readonly code: string; readonly message: string; readonly body: unknown };

/** The texts of all fixtures in `valid` or `invalid`, with their file names for the test titles. */
export const fixtures = (folder: "valid" | "invalid"): readonly { file: string; text: string }[] =>
  readdirSync(join(FIXTURES, folder)).map((file) => ({
    file,
    text: readFileSync(join(FIXTURES, folder, file), "utf8"),
  }));

/** A fresh copy of a valid fixture, which a test may change. */
export const fixture = (name: string) => JSON.parse(readFileSync(join(FIXTURES, "valid", `${name}.json`), "utf8"));

/** The event in a body, which states who works here, and as what. @throws as the parser does, and if it states no role */
export const activeEventIn = (body: unknown): FactEvent & { readonly fact: ActiveFact } => {
  const event = parseHrEvent(body, NOW);
  if (!("fact" in event) || event.fact.kind === "left") throw new Error("the event states no role");
  return { ...event, fact: event.fact };
};

export const refused = (text: string): Refused => JSON.parse(text);

/** Returns the failure that parsing a body throws. @throws if there is none, or another error */
export const failureOf = (body: unknown): Failure => {
  try {
    parseHrEvent(body, NOW);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("the body was accepted");
};
