import { Failure } from "../domain/failures.ts";
import { CATALOGUE, kindOfDetailType } from "./catalogue.ts";
import { type Members, parseObject, requireObject } from "./json-object.ts";
import { withoutUnset } from "./without-unset.ts";

/** How many envelopes may be around an event: SNS around EventBridge around a CloudEvent has two. */
const MAX_ENVELOPES = 3;

/**
 * `cutTime` is EventBridge's `time`, if plain data in `detail` says by `publishedAt` what it was before it was cut.
 * `typeIsDetailType` says that the type is that of an envelope with plain data.
 */
export type Unwrapped = {
  readonly members: Members;
  readonly cutTime?: unknown;
  readonly typeIsDetailType?: boolean;
};

/** The CloudEvent in a body: see `unwrapTimed`. */
export const unwrap = (body: string): Members => unwrapTimed(body).members;

/**
 * The CloudEvent in a body, whatever envelopes lie around it. An envelope's ID and time are those of one delivery, so
 * the event's own count: if a CloudEvent is inside, its `id`, `source` and `time`. An EventBridge event with plain data
 * in `detail` is itself the event, so there EventBridge's count; but it cuts `time` to seconds, so the data may have a
 * `publishedAt`, which counts instead.
 * @throws Failure `MalformedBody` if an envelope holds no object, `BodyTooDeep`, `InvalidEvent` if there are too many
 */
export const unwrapTimed = (body: string): Unwrapped => {
  let event: Unwrapped = { members: parseObject(body, "the body") };
  for (let envelopes = 0; envelopes <= MAX_ENVELOPES; envelopes += 1) {
    const inner = open(event.members);
    if (inner === undefined) return event;
    event = inner;
  }
  throw new Failure("InvalidEvent", `more than ${MAX_ENVELOPES} envelopes lie around the event`);
};

/**
 * What the envelope holds; undefined if the object is no envelope. A CloudEvent is the event, whatever else it carries.
 */
const open = (members: Members): Unwrapped | undefined => {
  if (isCloudEvent(members)) return undefined;
  if (isNotification(members)) return { members: parseObject(members.Message, "Message") };
  if (!isEventBridge(members)) return undefined;
  const detail = requireObject(members["detail"], "detail");
  const holdsEvent = isCloudEvent(detail) || isNotification(detail) || isEventBridge(detail);
  return holdsEvent ? { members: detail } : fromEventBridge(members, detail);
};

export const isCloudEvent = (members: Members): boolean => Object.hasOwn(members, "specversion");

export const isNotification = (members: Members): members is Members & { readonly Message: string } =>
  members["Type"] === "Notification" && typeof members["Message"] === "string";

export const isEventBridge = (members: Members): members is Members & { readonly "detail-type": string } =>
  typeof members["detail-type"] === "string";

const fromEventBridge = (envelope: Members & { readonly "detail-type": string }, detail: Members): Unwrapped => {
  const { id, source, time, "detail-type": type } = envelope;
  // A detail-type carries no version, so it stands for the first.
  const kind = kindOfDetailType(type);
  const canonical = kind === undefined ? type : CATALOGUE[kind].type;
  const { publishedAt } = withoutUnset(detail);
  const members = { specversion: "1.0", id, source, type: canonical, time: publishedAt ?? time, data: detail };
  const unwrapped = { members, typeIsDetailType: true };
  return publishedAt === undefined ? unwrapped : { ...unwrapped, cutTime: time };
};
