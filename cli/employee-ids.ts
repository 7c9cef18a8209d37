import { employeeIdSchema } from "../events/schema.ts";
import { UsageError } from "./errors.ts";
import { readLines } from "./event-files/read-lines.ts";

/** Lines of IDs, one each. */
export type IdSource = () => AsyncIterable<Buffer>;

export const stdinIds: IdSource = () => process.stdin;

/**
 * Employee IDs as they were given, each once; `-` stands for those that come by stdin, a line each, blank lines aside.
 * @throws UsageError with the line if one cannot be an ID, or if there is none
 */
export const readEmployeeIds = async (given: readonly string[], stdin: IdSource): Promise<readonly string[]> => {
  const ids: string[] = [];
  if (given.filter((each) => each === "-").length > 1) throw new UsageError("stdin can be read once: give `-` once");
  for (const each of given) {
    if (each === "-") ids.push(...(await idsIn(stdin())));
    else ids.push(each);
  }
  if (ids.length === 0) throw new UsageError("stdin: expected employee IDs, one a line, and found none");
  return [...new Set(ids)];
};

const idsIn = async (chunks: AsyncIterable<Buffer>): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { line, text } of readLines("stdin", chunks)) {
    if (text.trim() === "") continue;
    const { data, error } = employeeIdSchema.safeParse(text.trim());
    if (data === undefined) throw new UsageError(`stdin:${line}: expected ${error.issues[0]?.message}`);
    ids.push(data);
  }
  return ids;
};
