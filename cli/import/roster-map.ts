import type { DateFormat } from "./date-format.ts";
import type { Template } from "./template.ts";

/** What a roster map says, ready to read rows with. compile-map.ts makes it. */
export type RosterMap = {
  readonly source: string;
  readonly timeZone: Template;
  readonly take: readonly Condition[];
  readonly leaveOut: readonly Condition[];
  readonly employeeId: Template;
  readonly email: Template;
  readonly displayName?: Template;
  readonly startDate?: DateField;
  readonly role: Readonly<Record<string, Field>>;
  readonly attributes: Readonly<Record<string, Field>>;
  readonly leavers: { readonly when: readonly Condition[]; readonly lastDay?: DateField };
};

/** A value of the event. `values` is what each value of the columns means, as `comparable` has it. */
export type Field = {
  readonly template: Template;
  readonly values?: ReadonlyMap<string, string>;
  readonly otherwise?: string;
};

export type DateField = { readonly template: Template; readonly format: DateFormat };

/** A column must have one of the values: as `comparable` has them, and as they are written. */
export type Condition = { readonly column: string; readonly values: ReadonlyMap<string, string> };
