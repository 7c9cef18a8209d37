import * as z from "zod/mini";
import type { MessageAttribute } from "./dead-letter.ts";
import { keepAttribute, keptAttribute } from "./kept-attributes.ts";
import { parseJson } from "./parse-json.ts";
import { DEAD_LETTER_ATTRIBUTE, type KeptAttribute } from "./reason.ts";

/** A count beyond this is nobody's. */
const MAX_COUNT = 100;

const markSchema = z.strictObject({
  replays: z.int().check(z.gte(1), z.lte(MAX_COUNT)),
  own: z.optional(keptAttribute),
});

/**
 * What a replay leaves on a message, as the JSON of its `deadLetter` attribute: how often it was sent back, and the
 * sender's own attribute of that name, if there was one. It says nothing of a failure: that was the last delivery's.
 */
export type ReplayMark = z.infer<typeof markSchema>;

/** The mark in an attribute's text; undefined if anything else is there, which then is the sender's. */
export const readReplayMark = (text: string | undefined): ReplayMark | undefined => {
  const result = markSchema.safeParse(parseJson(text));
  return result.success ? result.data : undefined;
};

export const replayMark = (replays: number, own: MessageAttribute | undefined): MessageAttribute => {
  const mark: ReplayMark = { replays: Math.min(replays, MAX_COUNT), ...(own && { own: keepAttribute(own) }) };
  return { dataType: "String", stringValue: JSON.stringify(mark) };
};

type Attributes = Readonly<Record<string, KeptAttribute>>;

/**
 * The attributes of a message in a source queue as its sender set them, and how often it was replayed. Whatever else
 * claims to be a reason there is the sender's, and nothing is believed of it.
 */
export const sendersOwn = (attributes: Attributes): { readonly replays: number; readonly attributes: Attributes } => {
  const { [DEAD_LETTER_ATTRIBUTE]: marked, ...others } = attributes;
  const mark = readReplayMark(marked?.stringValue);
  const own = mark === undefined ? marked : mark.own;
  return { replays: mark?.replays ?? 0, attributes: own === undefined ? others : { ...others, deadLetter: own } };
};
