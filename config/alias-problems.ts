import { type Document, isNode, visit } from "yaml";
import { oneOf } from "./nearest.ts";
import type { Problem } from "./yaml-place.ts";

/** The aliases that stand for nothing, and those that stand for what they are a part of: it would have no end. */
export const aliasProblems = (document: Document): readonly Problem[] => {
  const problems: Problem[] = [];
  const anchors = new Map<string, unknown>();
  visit(document, {
    Node: (_, node) => {
      if ("anchor" in node && node.anchor) anchors.set(node.anchor, node);
    },
    Alias: (_, { source, range }, above) => {
      const reason = problemOf(source, anchors, above);
      if (reason !== undefined) problems.push({ offset: range?.[0] ?? 0, reason });
    },
  });
  return problems;
};

const problemOf = (name: string, anchors: ReadonlyMap<string, unknown>, above: readonly unknown[]) => {
  const meant = anchors.get(name);
  if (meant === undefined) return `*${name} stands for nothing: ${expected([...anchors.keys()], name)}`;
  return above.some((node) => isNode(node) && node === meant)
    ? `*${name} stands for &${name}, which it is a part of: write out what is meant`
    : undefined;
};

const expected = (known: readonly string[], name: string): string =>
  known.length === 0 ? `expected &${name} above it` : `expected ${oneOf(known, name)}`;
