import { basename } from "node:path";
import type { Roster } from "../roster.ts";
import { type ColumnProfile, columnProfiler } from "./column-profile.ts";
import { findColumns } from "./find-columns.ts";
import { mapText } from "./map-text.ts";

/** So many rows are looked at. */
const MAX_ROWS = 20_000;

/** A first map for a roster, as YAML with comments: lines that somebody must look at hold `<-`. @throws UsageError */
export const guessMap = async (roster: Roster): Promise<string> => {
  const { rows, profiles } = await profile(roster);
  const slug = basename(roster.file.path)
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return mapText({ roster: roster.file.name, source: `/import/${slug}`, rows, profiles, found: findColumns(profiles) });
};

const profile = async ({ columns, rows: read }: Roster): Promise<Profiles> => {
  const profilers = columns.names.map((name) => ({ name, ...columnProfiler(name) }));
  let rows = 0;
  for await (const { values } of read()) {
    const valueIn = columns.valueIn(values);
    for (const { name, add } of profilers) add(valueIn(name));
    rows += 1;
    if (rows === MAX_ROWS) break;
  }
  return { rows, profiles: profilers.map((each) => each.profile()) };
};

type Profiles = { readonly rows: number; readonly profiles: readonly ColumnProfile[] };
