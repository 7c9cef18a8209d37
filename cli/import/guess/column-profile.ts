import { compileDateFormat } from "../date-format.ts";

/** What the values of a column look like. */
export type ColumnProfile = {
  readonly name: string;
  readonly filled: number;
  /** How many values have blanks around them. */
  readonly padded: number;
  /** How many hold an @. */
  readonly addresses: number;
  /** The different values, as they are written first; undefined if there are many. */
  readonly values: readonly string[] | undefined;
  /** The date formats that every value fits. */
  readonly formats: readonly string[];
};

/** The formats that exports are seen with. Of two that fit, the first one is the better guess. */
const FORMATS = [
  ...[
    "yyyy-MM-dd",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-ddTHH:mm:ss",
    "yyyy-MM-ddTHH:mm:ssXXX",
    "yyyy-MM-ddTHH:mm:ss.SSSXXX",
  ],
  ...["yyyy/MM/dd", "yyyyMMdd", "dd-MMM-yy", "dd-MMM-yyyy", "d-MMM-yy", "d-MMM-yyyy", "d MMM yyyy", "d MMMM yyyy"],
  ...["MMM d, yyyy", "MMMM d, yyyy", "dd.MM.yyyy", "dd.MM.yy", "d.M.yyyy", "d.M.yy", "dd.MM.yyyy HH:mm"],
  ...["dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy"],
  ...["d/M/yyyy H:mm", "M/d/yyyy H:mm", "M/d/yyyy h:mm a", "dd-MM-yyyy", "MM-dd-yyyy"],
].map(compileDateFormat);

/** More different values than this are no kinds of something. */
const MAX_VALUES = 50;

/** Profiles a column from its values, one at a time. */
export const columnProfiler = (name: string) => {
  let [filled, padded, addresses] = [0, 0, 0];
  let formats = FORMATS;
  let values: Set<string> | undefined = new Set();
  const add = (value: string): void => {
    const text = value.trim();
    if (text === "") return;
    filled += 1;
    if (text !== value) padded += 1;
    if (text.includes("@")) addresses += 1;
    formats = formats.filter(({ read }) => read(text) !== undefined);
    if (values !== undefined && values.add(text).size > MAX_VALUES) values = undefined;
  };
  const profile = (): ColumnProfile => ({
    ...{ name, filled, padded, addresses },
    values: values && [...values],
    formats: filled === 0 ? [] : formats.map(({ pattern }) => pattern),
  });
  return { add, profile };
};

/** The other order of day and month, if every value fits that, too: nobody but HR knows which one is meant. */
export const otherOrder = ({ formats: [first = "", ...others] }: ColumnProfile): string | undefined =>
  /MMM/.test(first) || /^y/.test(first) ? undefined : others.find((each) => /^d/.test(each) !== /^d/.test(first));
