import type { openTables } from "./tables.ts";
import type { Named, Registers } from "./trace.ts";

type Folded = { readonly employeeId: string; readonly event: Named };
type Text = { readonly S: string };
type Item = {
  readonly eventId?: Text;
  readonly eventSource?: Text;
  readonly employment?: { readonly M: { readonly eventId: Text; readonly eventSource?: Text } };
  readonly state?: { readonly N: string };
};

/**
 * Watches which facts count in the employees table: reports each that a write makes count, and remembers which counted
 * in each state of a record.
 */
export const observeFolds = (tables: ReturnType<typeof openTables>, report: (folded: Folded) => void) => {
  const last = new Map<string, Registers>();
  const states = new Map<string, Registers>();

  /** After each call to DynamoDB. */
  const look = (input: object): void => {
    const { TableName, Key } = input as { TableName: string; Key?: Record<string, Text> };
    const employeeId = Key?.["employeeId"]?.S;
    if (TableName !== "employees" || employeeId === undefined) return;
    const item = tables.one("employees", employeeId) as Item | undefined;
    if (item?.state === undefined) return;
    const registers = registersIn(item);
    const before = last.get(employeeId);
    for (const which of ["role", "employment"] as const) {
      const event = registers[which];
      if (event !== undefined && keyOf(event) !== keyOf(before?.[which])) report({ employeeId, event });
    }
    last.set(employeeId, registers);
    states.set(`${employeeId} ${item.state.N}`, registers);
  };
  const registersAt = (employeeId: string, state: number | undefined) => states.get(`${employeeId} ${state}`);
  return { look, registersAt };
};

const registersIn = ({ eventId, eventSource, employment }: Item): Registers => ({
  role: eventId === undefined ? undefined : named(eventId, eventSource),
  employment: employment === undefined ? undefined : named(employment.M.eventId, employment.M.eventSource),
});

const named = ({ S: eventId }: Text, source: Text | undefined): Named =>
  source === undefined ? { eventId } : { eventId, eventSource: source.S };

const keyOf = (event: Named | undefined): string => `${event?.eventId} ${event?.eventSource}`;
