import { unmarshall } from "@aws-sdk/util-dynamodb";
import { readEmployeeItem } from "../../../adapters/state/employee-item.ts";
import { outcomeAtEnd } from "../../../cli/outcome-at-end.ts";
import type { PreviewedEvent } from "../../../cli/preview/previewed-event.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { FactKind } from "../../../domain/facts/hr-event.ts";
import { resyncBody } from "../../../events/resync.ts";
import { openCallers } from "./callers.ts";
import { captureConsole } from "./capture-console.ts";
import { bodyOf, type History, type QueueName, type SentEvent } from "./history.ts";
import { inOrder } from "./in-order.ts";
import type { Lambda } from "./lambda.ts";
import { deliver } from "./poller.ts";
import { resyncedIn } from "./resyncs.ts";
import { openWorld, QUEUES, queueOf, type SimulatedWorld, urlOf } from "./world.ts";

/** What a function logged of a message: the members of a PreviewedEvent. */
export type Handled = Omit<PreviewedEvent, "file" | "line" | "type">;

/** The deployed functions in a simulated world, one message at a time; `log` is all that they logged. */
export type OneByOne = {
  readonly world: SimulatedWorld;
  /** Sends an event, and lets its function handle it. Undefined if it is to be tried again. */
  handle(event: SentEvent): Promise<Handled | undefined>;
  /** Lets everybody go on who is due, and delivers what is to be tried again, for so many seconds. */
  goOn(seconds: number): Promise<void>;
  recordOf(employeeId: string): EmployeeRecord | undefined;
  /** What an event that waited, or was to be tried again, has come to. */
  outcomeOf(event: SentEvent): Handled["outcome"];
};

/** Calls `act` with a world that has the users of the history, and none of its events. */
export const oneByOne = async <T>(history: History, act: (one: OneByOne) => Promise<T>): Promise<T> => {
  const world = openWorld({ ...history, events: [], steps: [], faults: [] });
  const realNow = Date.now;
  Date.now = world.now;
  const console = captureConsole();
  try {
    return await act(openOneByOne(world, console.lines));
  } finally {
    console.release();
    Date.now = realNow;
  }
};

const openOneByOne = (world: SimulatedWorld, lines: readonly string[]): OneByOne => {
  const scheduler = inOrder();
  const callers = openCallers(world, scheduler, []);
  const lambda: Lambda = { world, callers, workers: new Map() };
  const run = async (): Promise<void> => {
    for (await settled(); scheduler.count() > 0; await settled()) await scheduler.next();
  };
  const deliverAll = async (): Promise<void> => {
    for (const queue of QUEUES) {
      while (deliver(lambda, queue, { from: 0, size: 1 })) await run();
    }
  };
  const logged = () => lines.flatMap(readLine);
  const recordOf = (employeeId: string): EmployeeRecord | undefined => {
    const item = world.tables.one("employees", employeeId);
    return item === undefined ? undefined : readEmployeeItem(unmarshall(item as never));
  };
  const wakeDue = (): void => {
    for (const item of world.tables.all("employees")) {
      const { employeeId, wakeAt, wakeBy } = unmarshall(item as never);
      if (wakeAt === undefined || wakeAt > new Date(world.now()).toISOString()) continue;
      const body = resyncBody({ employeeId, because: "Due" }, `${employeeId}:${wakeAt}`, new Date(world.now()));
      world.queues.put(urlOf(queueOf(wakeBy as FactKind)), body);
    }
  };
  const messageOf = new Map<SentEvent, string>();

  return {
    world,
    handle: async (event) => {
      const { id } = world.queues.put(urlOf(queueOfEvent(event)), bodyOf(event));
      messageOf.set(event, id);
      await deliverAll();
      return logged().find(({ messageId }) => messageId === id)?.handled;
    },
    goOn: async (seconds) => {
      for (let gone = 0; gone <= seconds; gone += STEP) {
        for (let round = 0; round < 3; round += 1) {
          wakeDue();
          await deliverAll();
        }
        world.state.now += STEP * 1000;
        callers.runTimers();
      }
    },
    recordOf,
    outcomeOf: (event) => {
      const own = logged().findLast(({ messageId }) => messageId === messageOf.get(event))?.handled;
      if (own !== undefined && own.outcome !== "waiting") return own.outcome;
      const isGivenUp = world.deadLetters().some(({ body }) => resyncedIn(body) === event.employeeId);
      return outcomeAtEnd(event.id, recordOf(event.employeeId), isGivenUp);
    },
  };
};

/** In seconds: as often as the waker looks. */
const STEP = 60;

/** A body that is no event goes with the hires. */
const queueOfEvent = (event: SentEvent): QueueName => (event.poison === true ? "hired" : queueOf(event.kind));

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readLine = (text: string): readonly { readonly messageId: string; readonly handled: Handled }[] => {
  // Metrics say that they have nothing to say.
  if (!text.startsWith("{")) return [];
  const line = JSON.parse(text);
  const isEnd = line.event === "handled" || line.event === "dead-lettered";
  if (!isEnd || line.messageId === undefined) return [];
  const {
    messageId,
    employeeId,
    eventId,
    outcome = line.event,
    license,
    from,
    rule,
    because,
    until,
    code,
    reason,
  } = line;
  const handled = { employeeId, eventId, outcome, license, from, rule, because, until, code, reason };
  return [{ messageId, handled }];
};
