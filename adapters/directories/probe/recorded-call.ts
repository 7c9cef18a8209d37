/** A call as it went over the wire: `path` has no query. Nothing came back if there is no `status`. */
export type RecordedCall = {
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  /** The text of the answer, where it was read. */
  readonly text?: string;
};

export const isDoneCall = ({ status = 0 }: RecordedCall): boolean => status >= 200 && status < 300;

/** A look-up of users, not of one user. */
export const isList = ({ method, path }: RecordedCall): boolean => method === "GET" && path.endsWith("/Users");

const isPostOfUser = ({ method, path }: RecordedCall): boolean => method === "POST" && /\/users$/i.test(path);

/**
 * The creation of a user, by SCIM or by Chime: only its 201 says that she was made by us, and not there before. Source:
 * RFC 7644, 3.3; CreateUser in the Chime service model.
 */
export const isCreation = (call: RecordedCall): boolean => isPostOfUser(call) && call.status === 201;

/** What may have made somebody: it was not refused. */
export const mayHaveCreated = (call: RecordedCall): boolean =>
  isPostOfUser(call) && !((call.status ?? 0) >= 400 && (call.status ?? 0) < 500);
