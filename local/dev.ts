/** `npm run dev`. */
import { runProgram } from "../cli/program.ts";
import { devProgram } from "./programs.ts";

await runProgram(devProgram());
