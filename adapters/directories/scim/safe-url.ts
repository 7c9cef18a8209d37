/** A server on this machine, such as the emulator. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * An address that a token may be sent to: https, but for this machine, and without a user in it.
 * @param member the directory file's name for it, for the message
 * @throws Error
 */
export const safeUrl = (text: string, member: string): URL => {
  const url = URL.parse(text);
  if (url === null) throw new Error(`${member}: expected an https address`);
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!isSafe) throw new Error(`${member}: expected an https address, found ${url.protocol}//; http is for loopback`);
  if (url.username !== "" || url.password !== "") {
    throw new Error(`${member}: expected no user name and no password in the address; both belong in the secret`);
  }
  return url;
};
