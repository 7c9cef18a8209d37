import { type Document, isCollection, visit, type YAMLError } from "yaml";
import type { Problem } from "./yaml-place.ts";

type Code = YAMLError["code"];

/** What people do who do not know YAML's words for it. */
const MEANT: Partial<Record<Code, string>> = {
  DUPLICATE_KEY: "a name is there twice in one place: leave one out, or rename it",
  TAB_AS_INDENT: "a tab: expected blanks in front of a line",
  MULTIPLE_DOCS: "a second document begins: expected one in a file, without ---",
  RESOURCE_EXHAUSTION: "nested too deeply",
};

/** Why a text is no YAML that a configuration can hold; the first problem, because it causes the others. */
export const syntaxProblems = (document: Document): readonly Problem[] => {
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) return [{ offset: first.pos[0], reason: MEANT[first.code] ?? `not YAML: ${first.message}` }];
  return namelessMembers(document);
};

/** YAML allows a list or members as a name. */
const namelessMembers = (document: Document): readonly Problem[] => {
  const problems: Problem[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) problems.push({ offset: key.range?.[0] ?? 0, reason: "expected a text as the name" });
    },
  });
  return problems;
};
