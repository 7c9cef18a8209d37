import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { Failure } from "../../../domain/failures.ts";
import { employeeDocument } from "../../employee-document.ts";
import { policyOnEmployee } from "../../employee-policy.ts";
import { type StageEmployees, withEmployees } from "../../employees.ts";
import { CommandFailed } from "../../errors.ts";
import { type LiveAccount, liveAccount } from "../../live-account.ts";
import { MASK } from "../../mask.ts";
import { openLookUp } from "../../open-look-up.ts";
import type { StageOptions } from "../../options.ts";
import type { CommandResult } from "../../program.ts";
import { type StageDirectory, stageDirectory } from "../../stage-directory.ts";
import { visible } from "../../visible.ts";
import type { EmployeeShowDocument, LiveDocument } from "./show-document.ts";
import { employeeText } from "./show-text.ts";

export type ShowOptions = StageOptions & { readonly reveal?: boolean; readonly live?: boolean };

/**
 * `seatkeeper employee show ID`: everything that is known of one employee, and with --live what the directory says.
 * @throws CommandFailed if nothing is known of one with this ID, or if the directory does not say
 */
export const employeeShow = async (
  id: string,
  { stage, json = false, reveal = false, live = false }: ShowOptions,
  connect: (stage: string) => StageDirectory = stageDirectory,
): Promise<CommandResult> => {
  const document = await withEmployees(stage, async (found): Promise<EmployeeShowDocument> => {
    const record = await found.employees.read(id);
    if (record === undefined) throw new CommandFailed(`Nothing is known of an employee ${id} in the stage ${stage}`);
    const seen = live ? { live: await liveDocument(record, connect(stage), found.claimOn, reveal) } : {};
    return { ...employeeDocument(record, reveal), policy: await policyOnEmployee(record, stage, reveal), ...seen };
  });
  return { text: json ? JSON.stringify(document, null, 2) : employeeText(document), complete: true };
};

const liveDocument = async (
  record: EmployeeRecord,
  stageOf: StageDirectory,
  claimOn: StageEmployees["claimOn"],
  reveal: boolean,
): Promise<LiveDocument> => {
  const { lookUp, calls } = openLookUp(stageOf);
  const { name, can } = stageOf.file;
  try {
    const { fields, ...account } = await liveAccount(record, { lookUp, claimOn, canRename: can.rename });
    return { directory: name, ...account, fields: reveal ? fields : fields.map(masked), calls: calls.length };
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code === "StateUnavailable") throw cause;
    const says = `${name} could not be asked: ${cause.code}: ${cause.message}`;
    throw new CommandFailed(visible(`${says}. \`directory check\` says more; without --live the record is shown`), {
      cause,
    });
  }
};

const masked = (field: LiveAccount["fields"][number]): LiveAccount["fields"][number] => {
  if (field.field === "license" || field.field === "active") return field;
  const { recorded, shown } = field;
  return {
    ...field,
    ...(recorded === undefined ? {} : { recorded: MASK }),
    ...(shown === undefined ? {} : { shown: MASK }),
  };
};
