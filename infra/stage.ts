import type { Batch, ResolvedSettings } from "../config/stage-settings.ts";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { CATALOGUE, type CatalogueRow } from "../events/catalogue.ts";

/** A row of the catalogue as a stage runs it. `type` is any text, so that a test can make a row up. */
export type EventRow = Omit<CatalogueRow, "type"> & { readonly type: string; readonly batch: Batch };

/** What a stage's stack is made from. `prefix` begins the name of everything in it. */
export type Stage = {
  readonly name: string;
  readonly prefix: string;
  readonly settings: Omit<ResolvedSettings, "batches">;
  readonly policyDigest: string;
  readonly rows: readonly EventRow[];
};

/** A stage with a row for each event type of the catalogue. `policyDigest` is that of its license policy. */
export const stageOf = (name: string, settings: ResolvedSettings, policyDigest: string): Stage => ({
  name,
  prefix: `seatkeeper-${name}`,
  settings,
  policyDigest,
  rows: EVENT_KINDS.map((kind) => ({ ...CATALOGUE[kind], batch: settings.batches[kind] })),
});
