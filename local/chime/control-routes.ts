import { Hono } from "hono";
import { LICENSES } from "../../domain/accounts/license.ts";
import { faultsSchema } from "./faults.ts";
import type { Emulation } from "./serve-operation.ts";

/** Endpoints that Chime does not have: set and clear faults, list the calls received, count the seats in use. */
export const controlRoutes = ({ account, faults, log }: Emulation) =>
  new Hono()
    .get("/faults", (context) => context.json(faults.settings()))
    .put("/faults", async (context) => {
      const settings = faultsSchema.safeParse(await context.req.json().catch(() => undefined));
      if (!settings.success) {
        const problems = settings.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
        return context.json({ problems }, 400);
      }
      faults.set(settings.data);
      return context.json(settings.data);
    })
    .delete("/faults", (context) => {
      faults.set(faultsSchema.parse({}));
      return context.body(null, 204);
    })
    .get("/calls", (context) => context.json(log.read()))
    .delete("/calls", (context) => {
      log.clear();
      return context.body(null, 204);
    })
    .get("/seats", (context) => {
      const users = account.all();
      const taken = LICENSES.map((license) => [
        license,
        users.filter(({ LicenseType }) => LicenseType === license).length,
      ]);
      return context.json(Object.fromEntries(taken));
    });
