import { counted, heading, inFlightNote, table } from "../../print.ts";
import type { Fate, Sighting } from "../../sightings.ts";
import { visible } from "../../visible.ts";
import type { EventDeadLetter, EventShowDocument } from "./show-document.ts";

/** What became of an event, for a terminal. */
export const eventText = (document: EventShowDocument): string => {
  const { id, sightings, deadLetters, read, unreadable, inFlight } = document;
  const isSeen = sightings.length > 0 || deadLetters.length > 0;
  return [
    heading(`${id}: ${isSeen ? titleOf(document) : "not seen"}`),
    ...sightings.map((each) => visible(sentenceOn(each))),
    ...(sightings.length === 0 ? [] : [sightingTable(sightings)]),
    ...(deadLetters.length === 0 ? [] : [deadLetterTable(deadLetters)]),
    ...(isSeen ? [] : notSeen(document)),
    `${counted(read, "employee")} and all dead letters were read.`,
    ...(unreadable === 0 ? [] : [`${counted(unreadable, "record")} of another release cannot be read.`]),
    ...inFlightNote(inFlight),
  ].join("\n");
};

const TITLES: Readonly<Record<Fate, string>> = {
  applied: "applied",
  waiting: "waiting",
  underway: "being applied",
  overtaken: "overtaken",
  takenBack: "taken back",
  refused: "refused",
};

const titleOf = ({ sightings, deadLetters }: EventShowDocument): string => {
  const titles = sightings.map(({ fate }) => TITLES[fate]);
  return [...new Set([...titles, ...(deadLetters.length === 0 ? [] : ["dead-lettered"])])].join(", ");
};

const sentenceOn = (sighting: Sighting): string => {
  const { employeeId, fate, at, rule, outcome, counts, until, because } = sighting;
  const when = at === undefined ? "" : ` at ${at}`;
  const last = counts ? ", and is what HR said last" : ", and newer facts have come since";
  const sentences: Readonly<Record<Fate, string>> = {
    applied: `${employeeId}: it was applied${when}${outcome === undefined ? "" : ` (${outcome}, rule ${rule})`}${last}.`,
    waiting: `${employeeId}: it waits until ${until} (${because}).`,
    underway: `${employeeId}: it counts, and is not applied yet: its message is tried again, or is a dead letter.`,
    overtaken: `${employeeId}: a newer fact counted before it${when}, so it has no effect.`,
    takenBack: `${employeeId}: HR took it back before its day.`,
    refused: `${employeeId}: it is a hire of another person under this ID${when}; a dead letter says so.`,
  };
  return sentences[fate];
};

const sightingTable = (sightings: readonly Sighting[]): string => {
  const isRevealed = sightings.some(({ eventSource }) => eventSource !== undefined);
  return table(
    ["employee", "event", ...(isRevealed ? ["source"] : []), "message", "at", "license", "rule"],
    sightings.map(({ employeeId, eventId, eventSource, messageId, at, license, from, rule }) => [
      employeeId,
      eventId,
      ...(isRevealed ? [eventSource ?? "-"] : []),
      messageId ?? "not kept",
      at ?? "-",
      from === undefined ? (license ?? "-") : `${from} → ${license ?? "none"}`,
      rule ?? "-",
    ]),
  );
};

const deadLetterTable = (deadLetters: readonly EventDeadLetter[]): string =>
  table(
    ["dead letter", "message", "queue", "employee", "code", "reason", "failed at", "replays"],
    deadLetters.map(({ id, messageId, queue, employeeId, code, message, failedAt, replays }) => [
      ...[id, messageId ?? "-", queue, employeeId ?? "-"],
      ...[code, message, failedAt, replays],
    ]),
  );

const notSeen = ({ queued = 0 }: EventShowDocument): readonly string[] => [
  queued === 0
    ? "It never arrived, or nothing is kept of it:"
    : `${counted(queued, "message")} in the queues are not handled yet; it may be one. If not, it never arrived, or nothing is kept of it:`,
  "- a record keeps the last ten events, and the message of an event only since this release",
  "- if an event came again in another message, or was taken back by one, that message is not kept",
  "- a cancellation is kept under the ID of what it took back, not under its own",
  "- a dead letter that was discarded, replayed or is older than 14 days is gone",
  "The functions' logs have `messageId` and `eventId` of each message.",
];
