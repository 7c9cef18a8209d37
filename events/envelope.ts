import { Failure } from "../domain/failures.ts";
import { CATALOGUE, kindOfDetailType } from "./catalogue.ts";
import { type Members, parseObject, requireObject } from "./json-object.ts";

/** How many envelopes may be around an event: SNS around EventBridge around a CloudEvent has two. */
const MAX_ENVELOPES = 3;

/**
 * The CloudEvent in a body, whatever envelopes lie around it. An envelope's ID and time are those of one delivery, so
 * the event's own count: if a CloudEvent is inside, its `id`, `source` and `time`. An EventBridge event with plain data
 * in `detail` is itself the event, so there EventBridge's count.
 * @throws Failure `MalformedBody` if an envelope holds no object, `BodyTooDeep`, `InvalidEvent` if there are too many
 */
export const unwrap = (body: string): Members => {
  let members = parseObject(body, "the body");
  for (let envelopes = 0; envelopes <= MAX_ENVELOPES; envelopes += 1) {
    const inner = open(members);
    if (inner === undefined) return members;
    members = inner;
  }
  throw new Failure("InvalidEvent", `more than ${MAX_ENVELOPES} envelopes lie around the event`);
};

/**
 * What the envelope holds; undefined if the object is no envelope. A CloudEvent is the event, whatever else it carries.
 */
const open = (members: Members): Members | undefined => {
  if (isCloudEvent(members)) return undefined;
  if (isNotification(members)) return parseObject(members.Message, "Message");
  if (!isEventBridge(members)) return undefined;
  const detail = requireObject(members["detail"], "detail");
  const holdsEvent = isCloudEvent(detail) || isNotification(detail) || isEventBridge(detail);
  return holdsEvent ? detail : fromEventBridge(members, detail);
};

const isCloudEvent = (members: Members): boolean => Object.hasOwn(members, "specversion");

const isNotification = (members: Members): members is Members & { readonly Message: string } =>
  members["Type"] === "Notification" && typeof members["Message"] === "string";

const isEventBridge = (members: Members): members is Members & { readonly "detail-type": string } =>
  typeof members["detail-type"] === "string";

const fromEventBridge = (envelope: Members & { readonly "detail-type": string }, detail: Members): Members => {
  const type = envelope["detail-type"];
  // A detail-type carries no version, so it stands for the first.
  const kind = kindOfDetailType(type);
  return {
    specversion: "1.0",
    id: envelope["id"],
    source: envelope["source"],
    type: kind === undefined ? type : CATALOGUE[kind].type,
    time: envelope["time"],
    data: detail,
  };
};
