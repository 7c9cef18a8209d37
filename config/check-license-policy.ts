/** Part of `npm run check`: compiles what this folder says of policies, directories and stages, and tests each policy. */
import { checkFolder } from "./check-folder.ts";
import { testFolder } from "./test-policies.ts";

const { lines, warnings, problems } = checkFolder(import.meta.dirname);
// A policy that does not compile was said to be wrong.
const tested = problems.length > 0 ? { lines: [], problems: [] } : testFolder(import.meta.dirname);
for (const line of [...lines, ...tested.lines]) console.log(line);
for (const warning of warnings) console.error(`warning: ${warning}`);
for (const problem of [...problems, ...tested.problems]) console.error(problem);
if (problems.length + tested.problems.length > 0) process.exitCode = 1;
