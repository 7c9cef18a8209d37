/**
 * What a value looks like, for messages: what it is could be personal. `04.Mai.22` is "2 digits, a dot, 3 letters, a
 * dot, 2 digits".
 */
export const shapeOf = (value: string): string => {
  const runs = [...value.matchAll(RUNS)].map(([run]) => nameOf(run));
  if (runs.length === 0) return "nothing";
  return runs.length <= MAX_RUNS ? runs.join(", ") : `${runs.slice(0, MAX_RUNS).join(", ")}, and more`;
};

const MAX_RUNS = 12;
const RUNS = /\p{Nd}+|[\p{L}\p{M}]+|\s+|(.)\1*/gsu;

const NAMES: Readonly<Record<string, readonly [one: string, more: string]>> = {
  "-": ["a dash", "dashes"],
  ".": ["a dot", "dots"],
  "/": ["a slash", "slashes"],
  ":": ["a colon", "colons"],
  ",": ["a comma", "commas"],
  ";": ["a semicolon", "semicolons"],
  "@": ["an @", "@"],
  _: ["an underscore", "underscores"],
};

const nameOf = (run: string): string => {
  const [one, more] = namesOf(run);
  const { length } = Array.from(run);
  return length === 1 ? one : `${length} ${more}`;
};

const namesOf = (run: string): readonly [one: string, more: string] => {
  if (/^\p{Nd}/u.test(run)) return ["a digit", "digits"];
  if (/^[\p{L}\p{M}]/u.test(run)) return ["a letter", "letters"];
  if (/^[\t ]/.test(run)) return ["a blank", "blanks"];
  if (/^[\r\n]/.test(run)) return ["a line break", "line breaks"];
  if (/^[\p{Cc}\p{Cf}\s]/u.test(run))
    return ["an unusual blank or control character", "unusual blanks or control characters"];
  return NAMES[run.charAt(0)] ?? ["another character", "other characters"];
};
