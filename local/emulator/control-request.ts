import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";

/**
 * The JSON object of a control request, with the members that its path gives. @throws HTTPException 400 with what is
 * wrong, by the path of the member
 */
export const checked = async <T extends z.ZodType>(
  schema: T,
  context: Context,
  fromPath: object = {},
): Promise<z.output<T>> => {
  const body: unknown = await context.req.json().catch(() => undefined);
  const settings = schema.safeParse(isObject(body) ? { ...body, ...fromPath } : body);
  if (settings.success) return settings.data;
  const problems = settings.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw refused(400, problems);
};

/** The response of a control route that cannot do what it is asked. */
export const refused = (status: 400 | 404 | 409, problems: readonly string[]): HTTPException =>
  new HTTPException(status, { res: Response.json({ problems }, { status }) });

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
