/** The exceptions of Chime's user API and their HTTP status. Source: the Chime service model, 2018-05-01. */
const STATUS_OF = {
  BadRequestException: 400,
  UnauthorizedClientException: 401,
  ForbiddenException: 403,
  NotFoundException: 404,
  ConflictException: 409,
  ThrottledClientException: 429,
  ServiceFailureException: 500,
  ServiceUnavailableException: 503,
} as const;

export type ExceptionName = keyof typeof STATUS_OF;
export type ErrorStatus = (typeof STATUS_OF)[ExceptionName];
/** The exception's name without its ending. */
export type ErrorCode = {
  [Name in ExceptionName]: Name extends `${infer Code}ClientException` ? Code : WithoutEnding<Name>;
}[ExceptionName];
type WithoutEnding<Name> = Name extends `${infer Code}Exception` ? Code : never;

/** An error response: its exception name, its status and the `Code` in its body. */
export class ChimeError extends Error {
  override readonly name: ExceptionName;
  readonly status: ErrorStatus;
  readonly code: ErrorCode;

  constructor(name: ExceptionName, message: string) {
    super(message);
    this.name = name;
    this.status = STATUS_OF[name];
    this.code = name.replace(/(Client)?Exception$/, "") as ErrorCode;
  }
}

/** Returns the exception with this status, for faults that are set by status. */
export const exceptionWithStatus = (status: ErrorStatus): ExceptionName =>
  (Object.keys(STATUS_OF) as ExceptionName[]).find((name) => STATUS_OF[name] === status) ?? "ServiceFailureException";
