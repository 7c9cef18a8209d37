/** The largest body that is read, in bytes: many times a page of 100 users. */
const MAX_BYTES = 4 * 1024 * 1024;

/** A response's whole body as text. Rejects with a `BodyTooLarge` as soon as it is larger than any list of users. */
export const readBody = async ({ body }: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw Object.assign(new Error("the body is too large"), { name: "BodyTooLarge" });
  }
  return Buffer.concat(chunks).toString("utf8");
};
