/** `npm run send`. */
import { runProgram } from "../cli/program.ts";
import { sendProgram } from "./programs.ts";

await runProgram(sendProgram());
