/** What `send` and `import` say of a sending. @see SendAccount */
export const SEND_ACCOUNT = `{
  /** The events of all files. */
  total: number;
  /** Those that SQS has confirmed, and how many of them went to which queue. */
  sent: number;
  byQueue: { "employee-hired": number; "role-changed": number; "employee-left": number };
  /** Those that SQS did not take. */
  refused: { file: string; line: number; code: string }[];
  /** Those that may have been sent, because SQS did not respond. */
  unconfirmed: number;
  /** Those that were not tried. */
  notSent: number;
  interrupted: boolean;
  /** Why the sending ended early. */
  failure?: string;
}`;
