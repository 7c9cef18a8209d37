/** A text with columns in it: `{FirstName} {LastName}`. Without a column it is a constant. */
export type Template = { readonly columns: readonly string[]; readonly parts: readonly TemplatePart[] };
type TemplatePart = { readonly text: string } | { readonly column: string };

/** What is wrong with a template, as the rest of a sentence. */
export class TemplateProblem extends Error {}

/** Reads `{Column}`; `{{` and `}}` are braces. @throws TemplateProblem */
export const compileTemplate = (source: string): Template => {
  const parts = source.match(/\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+/g)?.map(partOf) ?? [];
  return { parts, columns: parts.flatMap((part) => ("column" in part ? [part.column] : [])) };
};

const partOf = (token: string): TemplatePart => {
  if (token === "{{" || token === "}}") return { text: token.charAt(0) };
  if (token === "{" || token === "}")
    throw new TemplateProblem("a brace has no partner; write a column as {Column}, and a brace itself as {{ or }}");
  if (!token.startsWith("{")) return { text: token };
  const column = token.slice(1, -1).trim();
  if (column === "") throw new TemplateProblem("{} names no column");
  return { column };
};

/** The text of a row, in which blanks around it go and a run of them is one. It is blank if every column is. */
export const render = ({ parts, columns }: Template, valueIn: (column: string) => string): string => {
  if (columns.length > 0 && columns.every((column) => valueIn(column).trim() === "")) return "";
  const text = parts.map((part) => ("column" in part ? valueIn(part.column).trim() : part.text)).join("");
  return text.replaceAll(/\s+/g, " ").trim();
};
