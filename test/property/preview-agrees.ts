import { unmarshall } from "@aws-sdk/util-dynamodb";
import { claimKey } from "../../adapters/state/claims.ts";
import { openPreview, type Preview } from "../../cli/preview/preview-events.ts";
import type { PreviewSummary } from "../../cli/preview/preview-summary.ts";
import type { PreviewedEvent } from "../../cli/preview/previewed-event.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";
import { HIRE_GRACE } from "./simulation/functions.ts";
import { bodyOf, type History, type SentEvent } from "./simulation/history.ts";
import { type OneByOne, oneByOne } from "./simulation/one-by-one.ts";
import { normalize } from "./simulation/users.ts";
import type { SimulatedWorld } from "./simulation/world.ts";

/** In seconds: nothing is in a queue any more that is tried again. */
const RETRIES = 120;
/** In seconds. Longer than whoever waits for an account is not looked at; together less than the grace. */
const GOES_ON = 360;

/**
 * Lets the functions handle the first events of a history, previews the rest with reads of that world alone, and lets
 * the functions handle it: each event must come to what the preview said, and so must all of them together. Returns a
 * sentence for each difference.
 */
export const differences = (history: History, before: number): Promise<readonly string[]> =>
  oneByOne(history, async (one) => {
    for (const event of history.events.slice(0, before)) await one.handle(event);
    if (before > 0) await one.goOn(RETRIES);
    const rest = history.events.slice(before);
    const untouched = snapshot(one.world);
    const { said, summary } = await previewed(previewOf(one), rest);
    return [
      ...differ("what the preview wrote", snapshot(one.world), untouched),
      ...(await runAndCompare(one, rest, said, summary)),
    ];
  });

const previewed = async (preview: Preview, events: readonly SentEvent[]) => {
  const said = new Map<number, PreviewedEvent>();
  for await (const event of preview.events(linesOf(events))) said.set(event.line, event);
  return { said, summary: preview.summary() };
};

async function* linesOf(events: readonly SentEvent[]) {
  for (const [index, event] of events.entries()) yield { file: "history", line: index + 1, body: bodyOf(event) };
}

const runAndCompare = async (
  one: OneByOne,
  events: readonly SentEvent[],
  said: ReadonlyMap<number, PreviewedEvent>,
  summary: PreviewSummary,
): Promise<readonly string[]> => {
  const readable = events.filter((_, index) => !isUnread(said.get(index + 1)));
  const before = one.world.endState().users;
  const found: string[] = [];
  for (const [index, event] of events.entries()) {
    const did = await one.handle(event);
    // What is tried again is told at the end.
    if (did !== undefined) found.push(...differ(`event ${index + 1}`, said.get(index + 1), did));
  }
  await one.goOn(GOES_ON);
  const outcomes = countsOf(events.map(one.outcomeOf));
  const after = licensesOf(one, readable);
  const had = before.flatMap(({ userId, license }) => (after.has(userId) && license !== "" ? [license] : []));
  return [
    ...found,
    ...differ("outcomes", withoutZeros(summary.outcomes), outcomes),
    ...differ("licenses before", withoutZeros(summary.licenses.before), countsOf(had)),
    ...differ("licenses after", withoutZeros(summary.licenses.after), countsOf([...after.values()])),
  ];
};

/** Nobody's account is touched by what is no event. */
const isUnread = (event: PreviewedEvent | undefined): boolean =>
  event?.code === "InvalidEvent" || event?.code === "MalformedBody";

/** A preview over what the functions work on, which it can only read. */
const previewOf = ({ world, recordOf }: OneByOne): Preview =>
  openPreview({
    policy: { ...TITLED_POLICY, canRename: world.canRename },
    licenses: [],
    hireGraceMs: HIRE_GRACE * 1000,
    now: () => new Date(world.now()),
    employees: {
      read: async (employeeId) => recordOf(employeeId),
      claimOn: async (accountId) => unmarshall((world.tables.one("employees", claimKey(accountId)) ?? {}) as never),
    },
    directory: {
      find: async (email) => {
        const user = world.endState().users.find((each) => normalize(each.email) === normalize(email));
        return (
          user && { id: user.userId, ...(user.license === "" ? {} : { license: user.license }), active: user.active }
        );
      },
    },
  });

/** The license of each account of these employees. */
const licensesOf = ({ world, recordOf }: OneByOne, events: readonly SentEvent[]): ReadonlyMap<string, string> => {
  const linked = new Set(events.map(({ employeeId }) => recordOf(employeeId)?.link.accountId));
  const users = world.endState().users.filter(({ userId }) => linked.has(userId));
  return new Map(users.map(({ userId, license }) => [userId, license]));
};

const snapshot = ({ tables, endState }: SimulatedWorld): unknown => [tables.all("employees"), endState()];

const countsOf = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

const withoutZeros = (counts: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

const differ = (what: string, said: object | unknown, did: object | unknown): readonly string[] => {
  const [a, b] = [canonical(said), canonical(did)];
  return a === b ? [] : [`${what}: the preview said ${a}, and it was ${b}`];
};

const NOT_LOGGED = new Set(["file", "line", "type"]);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, each) => {
    if (NOT_LOGGED.has(key)) return undefined;
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
