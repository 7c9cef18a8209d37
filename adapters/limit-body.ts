import { Readable } from "node:stream";

/** Where `limitBody` stands in a client's middleware stack: next to the wire. */
export const NEXT_TO_WIRE = { step: "deserialize", priority: "low" } as const;

/**
 * A middleware that gives up a response whose body takes longer than this, in ms. The SDK's `requestTimeout` ends when
 * the headers are there, and its socket time-out begins anew with each byte: a body that drips would be read for ever.
 * Source: `@smithy/node-http-handler`, set-request-timeout.
 */
export const limitBody =
  (milliseconds: number) =>
  <Args, Result extends { readonly response: unknown }>(next: (args: Args) => Promise<Result>) =>
  async (args: Args): Promise<Result> => {
    const result = await next(args);
    const { body } = result.response as { readonly body?: unknown };
    if (body instanceof Readable) endAfter(body, milliseconds);
    return result;
  };

const endAfter = (body: Readable, milliseconds: number): void => {
  const timeout = Object.assign(new Error(`the body took longer than ${milliseconds} ms`), { name: "TimeoutError" });
  const timer = setTimeout(() => body.destroy(timeout), milliseconds);
  body.once("close", () => clearTimeout(timer));
};
