import { Hono } from "hono";
import type * as z from "zod";
import type { CallLog } from "./call-log.ts";
import { checked } from "./control-request.ts";

type FaultControl<T extends z.ZodType> = {
  readonly schema: T;
  settings(): z.output<T>;
  set(settings: z.output<T>): void;
};

/** What every emulator has under `/_emulator`: the faults, and the calls received. */
export const commonRoutes = <T extends z.ZodType>({ schema, settings, set }: FaultControl<T>, log: CallLog) =>
  new Hono()
    .get("/faults", (context) => context.json(settings() as object))
    .put("/faults", async (context) => {
      set(await checked(schema, context));
      return context.json(settings() as object);
    })
    .delete("/faults", (context) => {
      set(schema.parse({}));
      return context.body(null, 204);
    })
    .get("/calls", (context) => context.json(log.read()))
    .delete("/calls", (context) => {
      log.clear();
      return context.body(null, 204);
    });
