/** The exceptions of Chime's API and their HTTP status. Source: the Chime service model, API version 2018-05-01. */
const EXCEPTIONS = {
  BadRequestException: 400,
  UnauthorizedClientException: 401,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
  ThrottledClientException: 429,
  ServiceFailureException: 500,
  ServiceUnavailableException: 503,
  AccessDeniedException: 403,
  ResourceLimitExceededException: 400,
  UnprocessableEntityException: 422,
} as const;

/**
 * What AWS returns before a request reaches the service. Sources: for the protocol, Smithy's tests of malformed
 * restJson1 requests; for signatures, what other REST-JSON services of AWS return.
 */
const PROTOCOL_ERRORS = {
  SerializationException: 400,
  UnknownOperationException: 404,
  UnsupportedMediaTypeException: 415,
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  UnrecognizedClientException: 403,
} as const;

export type ExceptionName = keyof typeof EXCEPTIONS;
export type ProtocolErrorName = keyof typeof PROTOCOL_ERRORS;

/** An error response: its name, its HTTP status and, if it is an exception of Chime's own, its ErrorCode. */
export class ChimeError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly code: string | undefined;

  constructor(message: string, { name, status, code }: { name: string; status: number; code?: string | undefined }) {
    super(message);
    this.name = name;
    this.status = status;
    this.code = code;
  }
}

/** One of Chime's exceptions, with its own status and code. */
export const chimeError = (name: ExceptionName, message: string): ChimeError =>
  new ChimeError(message, { name, status: EXCEPTIONS[name], code: codeOf(name) });

/** An error of what stands in front of the service, with its own status. */
export const protocolError = (name: ProtocolErrorName, message: string): ChimeError =>
  new ChimeError(message, { name, status: PROTOCOL_ERRORS[name] });

/** The HTTP status that belongs to a name; undefined for a name that neither Chime nor its protocol has. */
export const statusOf = (name: string): number | undefined =>
  new Map<string, number>(Object.entries({ ...EXCEPTIONS, ...PROTOCOL_ERRORS })).get(name);

/** The first of Chime's exceptions with this status, if there is one. */
export const exceptionWithStatus = (status: number): string | undefined =>
  Object.entries(EXCEPTIONS).find(([, each]) => each === status)?.[0];

/** Chime's exception with this ErrorCode, if there is one. */
export const exceptionWithCode = (code: string): string | undefined =>
  Object.keys(EXCEPTIONS).find((name) => codeOf(name) === code);

/** The ErrorCode of an exception; undefined if it is none of Chime's. */
export const codeOf = (name: string): string | undefined =>
  Object.hasOwn(EXCEPTIONS, name) ? name.replace(/(Client|Entity)?Exception$/, "") : undefined;
