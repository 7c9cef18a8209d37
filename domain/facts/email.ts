import { withoutInvisible } from "./visible-text.ts";

const LETTER = String.raw`[\p{L}\p{N}]\p{M}*`;
const ATOM = String.raw`(?:[!#$%&'*+/=?^_\x60{|}~-]|${LETTER})+`;
const LABEL = `${LETTER}(?:-*${LETTER})*`;
/** RFC 5321's dot-atom before the `@` and at least two host name labels behind it, with RFC 6531's letters in both. */
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})+$`, "u");
/** In bytes of UTF-8 before the `@`. Source: RFC 5321, 4.5.3.1.1; RFC 6532, 3.1. */
const MAX_LOCAL_BYTES = 64;
const MAX_LABEL_LENGTH = 63;

/**
 * Whether a text is exactly one email address, with nothing around it and no second form of a letter in it: a full-width
 * letter or the KELVIN SIGN would make two addresses of one, or one of two.
 */
export const isEmail = (text: string): boolean =>
  ADDRESS.test(text) &&
  hasLocalPart(text) &&
  hasHostName(text) &&
  withoutInvisible(text) === text &&
  hasPlainLetters(text);

const hasLocalPart = (address: string): boolean =>
  Buffer.byteLength(address.slice(0, address.indexOf("@"))) <= MAX_LOCAL_BYTES;

const hasHostName = (address: string): boolean => {
  const labels = address.slice(address.indexOf("@") + 1).split(".");
  return labels.every(({ length }) => length <= MAX_LABEL_LENGTH) && !/^\d+$/.test(labels.at(-1) ?? "");
};

const hasPlainLetters = (text: string): boolean =>
  text.normalize("NFKC") === text.normalize("NFC") && Array.from(text).every(isPlain);

/** NFC keeps a plain letter, or takes it apart; another single letter in its place is what it is a second form of. */
const isPlain = (letter: string): boolean => {
  const composed = letter.normalize("NFC");
  return composed === letter || Array.from(composed).length > 1;
};

/** An address as it is compared and stored. */
export const comparableEmail = (address: string): string => Array.from(address.normalize("NFC"), lowerCased).join("");

/** Only where it stays the same letter: the lower case of `İ` is an `i` with another dot on it. */
const lowerCased = (letter: string): string => {
  const lower = letter.toLowerCase();
  return lower.toUpperCase() === letter ? lower : letter;
};

/** Whether two texts are the same address. What is no address, as a directory may hold it, is only the same text. */
export const isSameEmail = (one: string, other: string): boolean =>
  one === other || (isEmail(one) && isEmail(other) && comparableEmail(one) === comparableEmail(other));
