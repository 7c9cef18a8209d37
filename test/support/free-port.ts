import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that the system gives to whoever takes any (from 32768 on Linux, 49152 on macOS): other tests start
 * stacks on such ones all the time.
 */
const [LOWEST, HIGHEST] = [10_000, 32_000];

/** A port that was free a moment ago, as were the two after it: another test run may be on this machine. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const free = await Promise.all([port, port + 1, port + 2].map(isFree));
    if (!free.includes(false)) return port;
  }
};

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
};
