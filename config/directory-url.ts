const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * What is wrong with an address to which a token is sent; undefined if nothing is. Without TLS it would be read on the
 * way, so plain HTTP goes to this machine alone.
 */
export const urlProblem = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (url === null) return "expected an address such as https://api.example.com/scim/v2";
  const isLocal = url.protocol === "http:" && LOOPBACK.test(url.hostname);
  if (url.protocol !== "https:" && !isLocal) return `${url.protocol}// is not safe: expected https://`;
  if (url.username !== "" || url.password !== "") return "expected no user and no password in the address";
  return url.search === "" && url.hash === "" ? undefined : "expected no ? and no # in the address";
};
