import type { Outcome } from "./outcome.ts";

/**
 * What became of one event: an outcome, or what was thrown, a Failure or an error that nobody foresaw. What the record
 * would be woken for again ends by `onceDeadLettered`, which whoever has sent the dead letter calls: if he dies before,
 * the next try fails in the same way, and nothing was forgotten. It throws the Failures of the store.
 */
export type Result =
  | { readonly outcome: Outcome }
  | { readonly error: unknown; readonly onceDeadLettered?: () => Promise<void> };
