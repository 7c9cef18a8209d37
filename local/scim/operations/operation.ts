import type { Directory } from "../directory.ts";
import type { Fault } from "../faults.ts";
import type { JsonObject } from "../json-object.ts";
import type { Profile } from "../profile.ts";

/** One request, as an operation sees it. `base` is the SCIM base URL. */
export type ScimRequest = {
  readonly profile: Profile;
  readonly directory: Directory;
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly ifMatch: string | undefined;
  readonly base: string;
  readonly now: number;
  readonly behavior: {
    readonly findLagMs: number;
    readonly filterCase: "ignore" | "exact";
    readonly fault: Fault | undefined;
  };
};

/** A response before it is on the wire. `committed` says whether the operation changed, or showed, what it should. */
export type Answer = {
  readonly status: number;
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly userIds: readonly string[];
  readonly committed: boolean;
};

/** @throws ScimError */
export type Operation = (request: ScimRequest) => Answer;

export const hasEffect = ({ behavior }: ScimRequest, effect: Fault["effect"]): boolean =>
  behavior.fault?.effect === effect;
