/**
 * What a terminal would act on, or not show: control characters (C0, DEL, C1), format characters (bidirectional marks
 * and isolates, zero-width characters, tags), line and paragraph separators, lone surrogates.
 */
const HIDDEN = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]`;
/** What our own text holds of these: line feeds, and the styles of style.ts. */
const OUR_OWN = String.raw`\n|\u001b\[(?:1|2|22|3[1239])m`;

const ALL_HIDDEN = new RegExp(HIDDEN, "gu");
const OURS_OR_HIDDEN = new RegExp(`(${OUR_OWN})|${HIDDEN}`, "gu");

/** A value from outside as one line that shows what it holds: hidden characters are written as in JSON, `\u001b`. */
export const visible = (value: string): string => value.replaceAll(ALL_HIDDEN, escaped);

/** The same for a whole text, whose own line feeds and styles stay. JSON stays the same JSON. */
export const visibleText = (text: string): string =>
  text.replaceAll(OURS_OR_HIDDEN, (match: string, ours: string | undefined) => ours ?? escaped(match));

const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
