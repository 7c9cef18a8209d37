import ts from "typescript";

/** A document that a command printed, and the type that it should have, in TypeScript's notation. */
export type TypedDocument = { readonly name: string; readonly type: string; readonly json: string };

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2015.d.ts"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
};

/**
 * What TypeScript's compiler says of documents as literals of their types: members that are missing, wrong or not
 * described. Empty if all fit.
 */
export const shapeProblems = (documents: readonly TypedDocument[]): readonly string[] => {
  const files = new Map(
    documents.map(({ name, type, json }, index) => [`/document-${index}.ts`, { name, text: sourceOf(type, json) }]),
  );
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  host.getSourceFile = (path, version) => {
    const file = files.get(path);
    return file === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, file.text, version);
  };
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(({ file, messageText }) => {
    const name = files.get(file?.fileName ?? "")?.name ?? "";
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
};

const sourceOf = (type: string, json: string): string =>
  `export type Shape = ${type};\nexport const document: Shape = ${json};\n`;
