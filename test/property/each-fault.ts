import { judge } from "./cases/judge.ts";
import { checkHistory } from "./check-history.ts";
import { FAULTS, type Fault, type FaultKind } from "./simulation/faults.ts";
import type { DirectoryName, History, SentEvent } from "./simulation/history.ts";
import { simulateInOrder } from "./simulation/in-order.ts";
import { BEFALLS, DISTORTIONS } from "./simulation/scim-distortions.ts";

/** In how many ways, at most, each fault comes: the others come in one. */
const WAYS: Readonly<Record<string, number>> = { refuse: 3, lose: 3, late: 3, ineffective: 2 };
/** In so many ways a SCIM server refuses. */
const SCIM_REFUSALS = 9;

/**
 * Runs a history with each fault at each of its calls, one at a time. With a SCIM server, whatever else a function calls
 * has only the crashes: what fails there is the same with Chime. Returns a sentence for each violation.
 */
export const violationsOfEachFault = async (
  events: readonly SentEvent[],
  rest: Partial<History>,
): Promise<readonly string[]> => {
  const { operationsUntilCalm } = judge(await simulateInOrder(events, rest));
  const violations: string[] = [];
  for (const [index, operation] of operationsUntilCalm.entries()) {
    for (const fault of faultsAt(operation, rest.directory)) {
      const call = index + 1;
      const trace = await simulateInOrder(events, { ...rest, faults: [{ ...fault, call }] });
      const { kind, code } = fault;
      violations.push(...checkHistory(trace).map((each) => `${kind} ${code} at call ${call} (${operation}): ${each}`));
    }
  }
  return operationsUntilCalm.length === 0 ? ["the history makes no call"] : violations;
};

type FaultAtCall = Pick<Fault, "kind" | "code">;

const faultsAt = (operation: string, directory: DirectoryName = "chime"): readonly FaultAtCall[] => {
  if (directory === "chime") return FAULTS.flatMap((kind) => inWays(kind, WAYS[kind]));
  if (!SCIM_OPERATIONS.has(operation)) return CRASHES.flatMap((kind) => inWays(kind));
  const general = FAULTS.filter((kind) => kind !== "partial");
  const distortions = DISTORTIONS.filter((kind) => BEFALLS[kind].includes(operation));
  return [...general, ...distortions].flatMap((kind) => inWays(kind, kind === "refuse" ? SCIM_REFUSALS : WAYS[kind]));
};

const CRASHES = ["crash-before", "crash-after"] as const satisfies readonly FaultKind[];
const SCIM_OPERATIONS: ReadonlySet<string> = new Set(Object.values(BEFALLS).flat());

const inWays = (kind: Fault["kind"], ways = 1): readonly FaultAtCall[] =>
  Array.from({ length: ways }, (_, code) => ({ kind, code }));
