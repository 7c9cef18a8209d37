import { Hono } from "hono";
import { type Listening, listen } from "../emulator/listen.ts";
import type { SwitchedSource } from "./event-source-mapping.ts";

/** An event source mapping of the embedded stack. */
export type LocalMapping = {
  readonly id: string;
  readonly functionName: string;
  readonly queueArn: string;
  readonly source: SwitchedSource;
};

/** `environments` are the functions' variables, by the functions' names. */
export type LambdaApiOptions = {
  readonly mappings: readonly LocalMapping[];
  readonly environments: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly region: string;
};

const API = "/2015-03-31";

/**
 * Starts, on 127.0.0.1, what operators call of AWS Lambda: ListEventSourceMappings, UpdateEventSourceMapping (Enabled)
 * and GetFunctionConfiguration (environment). Functions go by their names. Source: Lambda API reference.
 */
export const startLambdaApi = (options: LambdaApiOptions): Promise<Listening> => listen(lambdaApi(options), 0);

const lambdaApi = ({ mappings, environments, region }: LambdaApiOptions): Hono => {
  const arnOf = (name: string) => `arn:aws:lambda:${region}:000000000000:function:${name}`;
  const toJson = ({ id, functionName, queueArn, source }: LocalMapping) => {
    const { state, changedAt } = source.now();
    const LastModified = changedAt.getTime() / 1000;
    return { UUID: id, FunctionArn: arnOf(functionName), EventSourceArn: queueArn, State: state, LastModified };
  };
  const app = new Hono({ strict: false });
  app.get(`${API}/event-source-mappings`, (context) => {
    const name = context.req.query("FunctionName");
    const found = mappings.filter(({ functionName }) => name === undefined || functionName === name);
    return context.json({ EventSourceMappings: found.map(toJson) });
  });
  app.put(`${API}/event-source-mappings/:id`, async (context) => {
    const { id } = context.req.param();
    const mapping = mappings.find((each) => each.id === id);
    if (mapping === undefined) return refusal(404, "ResourceNotFoundException", `There is no mapping ${id}`);
    const { Enabled } = (await context.req.json()) as { Enabled?: boolean };
    if (Enabled !== undefined && !mapping.source.switchTo(Enabled))
      return refusal(400, "ResourceInUseException", "An earlier change of the mapping is under way");
    return context.json(toJson(mapping), 202);
  });
  app.get(`${API}/functions/:name/configuration`, (context) => {
    const { name } = context.req.param();
    const Variables = environments.get(name);
    if (Variables === undefined) return refusal(404, "ResourceNotFoundException", `There is no function ${name}`);
    return context.json({ FunctionName: name, FunctionArn: arnOf(name), Environment: { Variables } });
  });
  return app;
};

const refusal = (status: number, name: string, Message: string): Response =>
  Response.json({ Type: "User", Message }, { status, headers: { "x-amzn-errortype": name } });
