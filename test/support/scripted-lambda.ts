import { LambdaClient } from "@aws-sdk/client-lambda";
import { Hono } from "hono";
import { QUEUES } from "../../events/catalogue.ts";
import { listen } from "../../local/emulator/listen.ts";

type Refusal = { readonly error: string; readonly status: number };

const CHANGED = Date.parse("2026-06-01T12:00:00Z") / 1000;
/** What becomes of a state by the next look. */
const NEXT: Readonly<Record<string, string>> = { Enabling: "Enabled", Disabling: "Disabled" };
const MAPPINGS = "/2015-03-31/event-source-mappings";

/**
 * A Lambda with a mapping for each function of a stage, whose `states` a test sets. `refusals` are what the next updates
 * of a function get, and `listing.refusal` is what every list gets. A change is under way until the list after the next.
 */
export const startScriptedLambda = async (stage = "local") => {
  const names = Object.values(QUEUES).map(({ functionName }) => functionName);
  const states = new Map<string, string>(names.map((name) => [name, "Enabled"]));
  const refusals = new Map<string, Refusal[]>();
  const updates: string[] = [];
  const listing: { refusal?: Refusal } = {};
  const app = new Hono({ strict: false });
  app.get(MAPPINGS, (context) => {
    const name = context.req.query("FunctionName")?.replace(`seatkeeper-${stage}-`, "") ?? "";
    const state = states.get(name);
    if (listing.refusal !== undefined) return refused(listing.refusal);
    if (state === undefined) return refused({ error: "ResourceNotFoundException", status: 404 });
    states.set(name, NEXT[state] ?? state);
    const EventSourceArn = `arn:aws:sqs:us-east-1:1:queue-of-${name}`;
    return context.json({
      EventSourceMappings: [{ UUID: name, EventSourceArn, State: state, LastModified: CHANGED }],
    });
  });
  app.put(`${MAPPINGS}/:name`, async (context) => {
    const { name } = context.req.param();
    const { Enabled } = (await context.req.json()) as { Enabled: boolean };
    updates.push(`${name} ${Enabled ? "on" : "off"}`);
    const refusal = refusals.get(name)?.shift();
    if (refusal !== undefined) return refused(refusal);
    states.set(name, Enabled ? "Enabling" : "Disabling");
    return context.json({}, 202);
  });
  const { endpoint, close: stop } = await listen(app, 0);
  const credentials = { accessKeyId: "x", secretAccessKey: "x" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const close = async () => {
    client.destroy();
    await stop();
  };
  return { endpoint, client, states, refusals, updates, listing, close };
};

const refused = ({ error, status }: Refusal): Response =>
  Response.json({ Message: "scripted" }, { status, headers: { "x-amzn-errortype": error } });
