import type { Batch } from "../config/stage-schema.ts";
import type { ResolvedSettings } from "../config/stage-settings.ts";
import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import { EVENT_KINDS, FACT_KINDS, type FactKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE, type CatalogueRow, QUEUES, type QueueRow } from "../events/catalogue.ts";

/** An event type as the rules need it. `type` is any text, so that a test can make one up. */
export type EventType = Omit<CatalogueRow, "type" | "takenBy"> & { readonly type: string };

/** A queue as a stage runs it, with the events that it takes. */
export type EventRow = QueueRow & { readonly events: readonly EventType[]; readonly batch: Batch };

/** What a stage's stack is made from. `prefix` begins the name of everything in it. */
export type Stage = {
  readonly name: string;
  readonly prefix: string;
  readonly settings: Omit<ResolvedSettings, "batches">;
  readonly policyDigest: string;
  readonly directory: DirectoryFile;
  readonly rows: readonly EventRow[];
};

/** The digest of a stage's license policy, and the directory that it keeps in step. */
type Compiled = Pick<Stage, "policyDigest" | "directory">;

/** A stage with a row for each queue of the catalogue. */
export const stageOf = (name: string, settings: ResolvedSettings, { policyDigest, directory }: Compiled): Stage => ({
  name,
  prefix: `seatkeeper-${name}`,
  settings,
  policyDigest,
  directory,
  rows: FACT_KINDS.map((kind) => ({ ...QUEUES[kind], events: takenBy(kind), batch: settings.batches[kind] })),
});

const takenBy = (kind: FactKind): readonly EventType[] =>
  EVENT_KINDS.map((eventKind) => CATALOGUE[eventKind]).filter((row) => row.takenBy === kind);
