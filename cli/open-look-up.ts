import type { AccountLookUp } from "../adapters/directories/account-look-up.ts";
import { chimeLookUp } from "../adapters/directories/chime/look-up.ts";
import { recordCalls } from "../adapters/directories/chime/record-calls.ts";
import type { RecordedCall } from "../adapters/directories/probe/recorded-call.ts";
import { scimLookUp } from "../adapters/directories/scim/look-up.ts";
import { recordingFetch } from "../adapters/directories/scim/record-fetch.ts";
import { nodeTimer } from "../adapters/timer.ts";
import type { StageDirectory } from "./stage-directory.ts";

/** In ms. */
const TIME_MS = 60_000;

/** A stage's directory to look accounts up in, and the calls that this makes, retries and tokens included. */
export const openLookUp = (
  stageOf: StageDirectory,
): { readonly lookUp: AccountLookUp; readonly calls: readonly RecordedCall[] } => {
  const calls: RecordedCall[] = [];
  const signal = AbortSignal.timeout(TIME_MS);
  if ("scim" in stageOf) {
    const fetch = recordingFetch(calls, stageOf.scim.fetch);
    return { lookUp: scimLookUp({ ...stageOf.scim, fetch }, signal), calls };
  }
  const { file, chime } = stageOf;
  recordCalls(chime.clients, calls);
  return { lookUp: chimeLookUp({ ...chime, account: file, timer: nodeTimer }, signal), calls };
};
