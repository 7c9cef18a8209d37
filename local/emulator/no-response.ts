import { once } from "node:events";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

export type HttpContext = Context<{ Bindings: HttpBindings }>;

/** Closes the socket (`drop`), or keeps it open until the client closes it or the emulator stops (`hang`). */
export const leaveWithoutResponse = async (context: HttpContext, how: "drop" | "hang"): Promise<Response> => {
  const { socket } = context.env.incoming;
  if (how === "hang") await once(socket, "close");
  else socket.destroy();
  return context.body(null);
};
