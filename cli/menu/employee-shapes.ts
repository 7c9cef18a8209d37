/** What `--json` prints for employees, as TypeScript. Times are ISO 8601 UTC. */

export const LIST_SHAPE = `{
  /** In no order. */
  employees: {
    employeeId: string;
    employment?: "hired" | "left";
    /** Missing without an account. */
    license?: string;
    active?: boolean;
    /** The first of the last ten decisions that shows this license. */
    licenseSince?: string;
    rule?: string;
    title?: string;
    department?: string;
    location?: string;
    employmentType?: string;
    /** Those of --attribute. */
    attributes?: { [name: string]: string | number | boolean };
    waiting: string[];
    /** When the account was last changed, as far as the last ten decisions show. */
    changedAt?: string;
  }[];
  /** How many records were read, and how many match, also beyond --limit. */
  read: number;
  matching: number;
  totals: {
    by: "license" | "rule" | "department" | "waiting";
    /** The largest first; active counts accounts that are active. */
    counts: { value: string; employees: number; active: number }[];
  };
  /** Records that another release wrote, and the first hundred IDs of them. */
  unreadableCount: number;
  unreadable: string[];
} | {
  /** --waiting alone: how many wait. */
  waiting: number;
  /** A row for each thing that the next of them wait for. */
  employees: { employeeId: string; because: string; since?: string; until: string; for?: string }[];
}`;

const FACT = `{ id: string; source?: string; type: string; data: { [member: string]: unknown } }`;

export const SHOW_SHAPE = `{
  employeeId: string;
  employment?: { status: "hired" | "left"; eventId: string };
  account: {
    accountId?: string;
    candidateId?: string;
    creationBegunAt?: string;
    releasedAt?: string;
    lostId?: string;
    invitation?: { at: string; email: string };
  };
  /** What the directory was last confirmed to hold; isCurrent: for what HR said last. */
  applied?: {
    license?: string;
    active: boolean;
    entitled: boolean;
    at?: string;
    profile?: { email: string; displayName?: string };
    isCurrent: boolean;
  };
  waits: { because: string; since?: string; until: string; for: string }[];
  role?: ${FACT};
  upcoming: ${FACT}[];
  /** The last ten, oldest first. */
  decisions: {
    eventId: string;
    eventSource?: string;
    messageId?: string;
    rule: string;
    license?: string;
    from?: string;
    outcome: string;
    at: string;
  }[];
  policy: {
    file: string;
    /** Whether the functions have this very policy; missing if they do not say. */
    isDeployed?: boolean;
    /** none for no account; missing as long as nothing counts. */
    license?: string;
    rule?: string;
    rules: {
      rule: string;
      license: string;
      outcome: "given" | "matched" | "failed";
      failed?: { member: string; condition: string; value?: string | number | boolean };
    }[];
  } | { problem: string };
  /** With --live. */
  live?: {
    directory: string;
    calls: number;
    linked: boolean;
    account?: string;
    /** The linked account, if the directory has it no more. */
    missing?: string;
    /** Another account that has the address. */
    other?: string;
    /** Whose the account is, if somebody else's by now. */
    ownedBy?: string;
    fields: {
      field: "license" | "active" | "email" | "name";
      recorded?: string | boolean;
      shown?: string | boolean;
      agrees?: boolean;
    }[];
    /** Missing if nothing can be compared. */
    agrees?: boolean;
  };
}`;

export const RESYNC_SHAPE = `{
  stage: string;
  asked: number;
  sent: number;
  /** How many went to which queue. */
  queues: { [queue: string]: number };
  unknown: string[];
  /** Their records are of another release. */
  unreadable: string[];
  /** SQS did not take them: run it again. */
  refused: string[];
  /** Ctrl-C came before. */
  notTried: string[];
}`;

export const TRANSFER_SHAPE = `{
  dryRun: boolean;
  from: string;
  to: string;
  accountId: string;
  steps: ("letGo" | "adopt" | "resync" | "untie")[];
}`;
