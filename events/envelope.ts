import { PermanentFailure } from "../domain/failure.ts";

/** A JSON object whose members nobody has looked at yet. */
export type Members = Readonly<Record<string, unknown>>;

/** How many envelopes may lie around an event: SNS around EventBridge around a CloudEvent needs two. */
const MAX_ENVELOPES = 3;

/** EventBridge's names of the event types; they carry no version, so they stand for the first. */
const DETAIL_TYPE = /^employee\.(hired|role-changed)$/;

/**
 * The CloudEvent in a parsed body, whatever envelopes lie around it. Envelopes have IDs of their own, which change with each delivery:
 * where a CloudEvent is inside, its own `id`, `source` and `time` count. An EventBridge event with plain data in `detail` is
 * itself the event, so there EventBridge's count.
 * @throws PermanentFailure `MalformedBody` where an envelope does not hold an object, `InvalidEvent` where there are too many
 */
export const unwrap = (body: unknown): Members => {
  let members = requireObject(body, "the body");
  for (let envelopes = 0; envelopes <= MAX_ENVELOPES; envelopes += 1) {
    const inner = open(members);
    if (inner === undefined) return members;
    members = inner;
  }
  throw new PermanentFailure("InvalidEvent", `more than ${MAX_ENVELOPES} envelopes lie around the event`);
};

const open = (members: Members): Members | undefined => {
  if (members["Type"] === "Notification" && typeof members["Message"] === "string") {
    return requireObject(parseJson(members["Message"], "Message"), "Message");
  }
  if (typeof members["detail-type"] !== "string") return undefined;
  const detail = requireObject(members["detail"], "detail");
  return isEvent(detail) ? detail : fromEventBridge(members, detail);
};

const isEvent = (detail: Members): boolean => "specversion" in detail || "detail-type" in detail || "Message" in detail;

const fromEventBridge = (envelope: Members, detail: Members): Members => {
  const type = String(envelope["detail-type"]);
  return {
    specversion: "1.0",
    id: envelope["id"],
    source: envelope["source"],
    type: DETAIL_TYPE.test(type) ? `hr.${type}.v1` : type,
    time: envelope["time"],
    data: detail,
  };
};

/** @throws PermanentFailure `MalformedBody`, without the parser's message: it repeats a piece of the text. */
export const parseJson = (text: string, name: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new PermanentFailure("MalformedBody", `${name} is not JSON`);
  }
};

const requireObject = (value: unknown, name: string): Members => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Members;
  throw new PermanentFailure("MalformedBody", `${name} is JSON, but not an object`);
};
