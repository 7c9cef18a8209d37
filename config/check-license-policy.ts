/** Part of `npm run check`: compiles what this folder says of policies, directories and stages, and reports what is wrong. */
import { checkFolder } from "./check-folder.ts";

const { lines, problems } = checkFolder(import.meta.dirname);
for (const line of lines) console.log(line);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
