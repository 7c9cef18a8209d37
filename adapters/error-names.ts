/** A name of an error is a plain word. Anything else may hold what somebody sent. */
const NAME = /^\w{1,80}$/;

/** How deep causes are followed. */
const MAX_DEPTH = 5;

/**
 * What an error is called, outermost first: its name and its code, then those of its `cause` and of the errors in an
 * `AggregateError` (which Node throws if no address of a host could be reached). Never a text, which may repeat what
 * was sent.
 */
export const errorNames = (error: unknown, depth = 0): readonly string[] => {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return [];
  const { name, cause, code, errors } = error as Error & { readonly code?: unknown; readonly errors?: unknown };
  const own = [name, code].filter((word) => typeof word === "string" && NAME.test(word)) as string[];
  const inner = [...(Array.isArray(errors) ? errors : []), cause];
  return [...own, ...inner.flatMap((each) => errorNames(each, depth + 1))];
};

/** Names that say nothing if there is another. The last is Powertools', around whatever DynamoDB's client threw. */
const VAGUE: ReadonlySet<string> = new Set(["Error", "AggregateError", "IdempotencyPersistenceLayerError"]);

/** The one name to report of an error: the most telling, such as the code of a connection that failed. */
export const errorName = (error: unknown): string => {
  const names = errorNames(error);
  return names.find((name) => !VAGUE.has(name)) ?? names[0] ?? "error";
};

/** Codes of a connection that failed. Source: Node's documentation of errors, libuv, c-ares and OpenSSL. */
const NETWORK = new RegExp(
  [
    "^E(CONN(RESET|REFUSED|ABORTED)|PIPE|PROTO|TIMEDOUT|SOCKETTIMEDOUT|NET(UNREACH|DOWN|RESET)|HOST(UNREACH|DOWN))$",
    "^E(NOTFOUND|AI_[A-Z]+|ADDRNOTAVAIL|NODATA|SERVFAIL|REFUSED|TIMEOUT)$",
    "^(ERR_(TLS|SSL)_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|HOSTNAME_MISMATCH$)",
    "^(ERR_STREAM_PREMATURE_CLOSE|TimeoutError)$",
  ].join("|"),
);

export const isNetworkError = (name: string): boolean => NETWORK.test(name);
