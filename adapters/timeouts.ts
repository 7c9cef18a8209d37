/**
 * How long, in ms, DynamoDB and SQS may take. A hundred records of a batch ask at once, more than the SDK opens
 * connections: those that wait for one count as connecting.
 */
export const STATE_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
