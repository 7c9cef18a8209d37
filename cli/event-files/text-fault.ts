/** How a text is turned into UTF-8. */
const convert = (encoding: string): string => `convert it: iconv -f ${encoding} -t UTF-8 FILE > NEW_FILE`;

/**
 * Why bytes, of which the first are those of a file, are no UTF-8 text, and what to do; undefined if they may be one.
 * A NUL is never in a file of text, and every second byte of plain text in UTF-16 is one.
 */
export const faultOfText = (bytes: Uint8Array): string | undefined => {
  const packed = PACKED.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (packed !== undefined) return `the file is compressed (${packed.name}); decompress it first`;
  const encoding = utf16Of(bytes);
  if (encoding !== undefined) return `the file is UTF-16, expected UTF-8; ${convert(encoding)}`;
  return bytes.includes(0) ? "the file is binary, expected text in UTF-8" : undefined;
};

/** What is said of bytes that are neither UTF-8 nor known: most such exports are Windows'. */
export const NOT_UTF8 = `the line is not UTF-8 text; if it is in a Windows encoding, ${convert("WINDOWS-1252")}`;

const PACKED: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: "gzip", magic: [0x1f, 0x8b] },
  { name: "zip, as .xlsx is", magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd] },
];

/** As iconv calls it. With a byte order mark it finds out by itself which end comes first. */
const utf16Of = (bytes: Uint8Array): string | undefined => {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "UTF-16";
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 4 && even === 0) return "UTF-16LE";
  return even > sample.length / 4 && odd === 0 ? "UTF-16BE" : undefined;
};

const SAMPLE = 256;
