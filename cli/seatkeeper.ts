#!/usr/bin/env node
/** The `seatkeeper` command. */
import { seatkeeperProgram } from "./menu/program.ts";
import { runProgram } from "./program.ts";

await runProgram(seatkeeperProgram());
