import { NEXT_TO_WIRE } from "../../limit-body.ts";
import type { RecordedCall } from "../probe/recorded-call.ts";
import type { ChimeClients } from "./clients.ts";

type Request = { readonly request: unknown };
type Result = { readonly response: unknown };

/** Notes each call of the clients in `calls`, every attempt. */
export const recordCalls = ({ find, create, update }: ChimeClients, calls: RecordedCall[]): void => {
  const record =
    <Args extends Request, Answer extends Result>(next: (args: Args) => Promise<Answer>) =>
    async (args: Args): Promise<Answer> => {
      const { method, path } = args.request as { readonly method: string; readonly path: string };
      const index = calls.push({ method, path }) - 1;
      const result = await next(args);
      calls[index] = { method, path, status: (result.response as { readonly statusCode: number }).statusCode };
      return result;
    };
  for (const client of [find, create, update]) client.middlewareStack.add(record, NEXT_TO_WIRE);
};
