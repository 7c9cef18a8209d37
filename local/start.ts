/** `npm start`. */
import { runProgram } from "../cli/program.ts";
import { startProgram } from "./programs.ts";

await runProgram(startProgram());
