import type { Command } from "commander";
import { createProgram } from "../program.ts";
import { addCompletionCommands } from "./completion.ts";
import { addDirectoryCommands } from "./directory.ts";
import { addDlqCommands } from "./dlq.ts";
import { addEmployeeCommands } from "./employee.ts";
import { addEventCommands } from "./event.ts";
import { addFileCommands } from "./files.ts";
import { addPolicyCommands } from "./policy.ts";
import { addStageCommands } from "./stage.ts";

/**
 * The `seatkeeper` command with all that it can do. A menu file says what a command takes, and loads what it does when
 * it is used: the AWS SDK takes longer to load than the help takes to print.
 */
export const seatkeeperProgram = (): Command => {
  const program = createProgram("seatkeeper").description(
    "Previews, imports and sends HR events; shows the state of a stage, its employees and its directory; compares and " +
      "rolls out license policies; manages dead letters, which are messages that could not be applied",
  );
  addStageCommands(program);
  addFileCommands(program);
  addDlqCommands(program);
  addEmployeeCommands(program);
  addEventCommands(program);
  addDirectoryCommands(program);
  addPolicyCommands(program);
  addCompletionCommands(program);
  return program;
};
